# Item nonresponse as a factor, and estimates combined over imputations. Every fourth school lacks api00, every fifth
# sch.wide; the imputations are made by whole-number rules, which the test follows, too.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))
suppressMessages(library(mitools))

m <- 5
imputation <- function(frame, j) {
  row <- seq_len(nrow(frame))
  frame$api00 <- ifelse(row %% 4 == 0, frame$api99 + (row * 7 + j * 13) %% 61 + (j * j * 29) %% 97 - 60, frame$api00)
  wide <- ifelse((row * 3 + j * 5) %% (1 + j) == 0, "No", "Yes")
  frame$wide <- as.numeric(ifelse(row %% 5 == 0, wide, frame$sch_wide) == "Yes")
  frame
}
imputed_designs <- function(data, design) {
  frame <- data_set(data)
  lapply(1:m, function(j) svydesign(
    ids = if (is.null(design$psu)) ~1 else column(design$psu), weights = column(design$weight),
    strata = column(design$strata), fpc = column(design$fpc), data = imputation(frame, j)))
}

# Barnard and Rubin (1999); mitools 2.4 leaves (1 + 1/m) out of the observed degrees of freedom.
barnard_rubin <- function(between, total, complete) {
  lambda <- (1 + 1 / m) * between / total
  observed <- (complete + 1) / (complete + 3) * complete * (1 - lambda)
  1 / (lambda^2 / (m - 1) + 1 / observed)
}
combined <- function(results, complete) {
  unlimited <- MIcombine(results)
  q <- do.call(rbind, lapply(results, coef))
  between <- apply(q, 2, var); total <- diag(as.matrix(vcov(unlimited)))
  within <- total - (1 + 1 / m) * between; r <- (1 + 1 / m) * between / within
  df <- barnard_rubin(between, total, complete)
  list(value = unname(coef(unlimited)), std_error = unname(SE(unlimited)), vcov = unname(as.matrix(vcov(unlimited))),
       df_unlimited = unname(unlimited$df), missing_unlimited = unname(unlimited$missinfo), complete = complete,
       df = unname(df), relative_increase = unname(r), missing_information = unname((r + 2 / (df + 3)) / (1 + r)))
}

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)

imputations <- list()
for (about in list(list(data = "apistrat", design = strat), list(data = "apiclus1", design = clus))) {
  designs <- imputed_designs(about$data, about$design)
  df <- degf(designs[[1]])
  each <- function(f) lapply(designs, f)
  kinds <- sort(unique(data_set(about$data)$stype))
  group <- function(g) combined(each(function(d) svymean(~api00, subset(d, stype == g))), degf(subset(designs[[1]], stype == g)))
  ratio <- each(function(d) svycontrast(svyby(~api00, ~stype, d, svymean, covmat = TRUE), c(E = 1, H = -1)))
  linear <- each(function(d) svyglm(api00 ~ wide + ell + meals, d))
  logistic <- each(function(d) svyglm(wide ~ api00 + ell, d, family = quasibinomial(), epsilon = 1e-14, maxit = 100))
  imputations <- c(imputations, list(c(about, list(
    mean = combined(each(function(d) svymean(~api00, d)), df),
    total = combined(each(function(d) svytotal(~api00, d)), df),
    groups = lapply(kinds, group),
    share = combined(each(function(d) svymean(~wide, d)), df),
    difference = combined(ratio, df),
    linear = combined(linear, linear[[1]]$df.residual),
    logistic = combined(logistic, logistic[[1]]$df.residual)))))
}

nonresponse <- function(data, design, variable) {
  frame <- make_design(data, weight = design$weight, strata = design$strata, psu = design$psu, fpc = design$fpc,
                       nest = isTRUE(design$nest))
  frame <- update(frame, answered = as.numeric(!is.na(get(variable))))
  found <- svyciprop(~answered, frame, method = "xlogit")
  share <- svymean(~answered, frame)
  list(data = data, design = design, variable = variable, n = sum(frame$variables$answered), base = nrow(frame),
       value = unname(coef(share)), std_error = unname(c(SE(share))), ci = unname(attr(found, "ci")), df = degf(frame))
}

write_values(list(
  imputations = imputations,
  nonresponse = list(nonresponse("nhanes", health, "HI_CHOL"), nonresponse("apistrat", strat, "acs_core"),
                     nonresponse("apiclus1", clus, "target"))), "missing")
