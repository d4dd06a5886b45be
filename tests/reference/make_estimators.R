# Ratios, variances, covariances, correlations, distribution functions, by groups of several variables; contrasts.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
clus_no_fpc <- list(weight = "pw", psu = "dnum")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
small <- list(weight = "weight", strata = "stratid", psu = "psuid", fpc = "Nh", nest = TRUE)
middle_schools <- list(variable = "stype", values = list("M"))
both <- list("awards", "sch_wide")

case <- function(data, design, statistic, variables, by = list(), where = NULL, at = NULL)
  list(data = data, design = design, statistic = statistic, variables = as.list(variables), by = as.list(by), where = where, at = at)

cases <- list(
  case("apistrat", strat, "ratio", c("api00", "api99")), case("apistrat", strat, "ratio", c("api_stu", "enroll"), "stype"),
  case("apistrat", strat, "ratio", c("target", "api99"), both), case("apiclus1", clus, "ratio", c("api_stu", "enroll"), both),
  case("apiclus1", clus_no_fpc, "ratio", c("api00", "api99"), where = middle_schools), case("fpc", small, "ratio", c("x", "nh")),
  case("nhanes", health, "ratio", c("HI_CHOL", "agecat"), c("RIAGENDR", "race")),
  case("apistrat", strat, "variance", "api00", "awards"), case("apistrat", strat, "variance", "target", where = middle_schools),
  case("apiclus1", clus, "variance", "enroll", both), case("nhanes", health, "variance", "HI_CHOL", "race"), case("fpc", small, "variance", "x"),
  case("apistrat", strat, "standard deviation", "api00", both), case("apiclus1", clus, "standard deviation", "api99"),
  case("apistrat", strat, "covariance", c("api00", "api99", "meals"), "sch_wide"), case("apiclus1", clus, "covariance", c("api00", "mobility")),
  case("apistrat", strat, "correlation", c("api00", "api99", "meals", "ell"), "awards"), case("apiclus1", clus, "correlation", c("api00", "enroll"), both),
  case("nhanes", health, "correlation", c("HI_CHOL", "agecat"), "RIAGENDR"),
  case("apistrat", strat, "distribution", "api00", "awards", at = c(450, 500, 652, 800)),
  case("apiclus1", clus, "distribution", "api99", both, at = c(500.5, 600, 700)),
  case("nhanes", health, "distribution", "agecat", "race", at = c(1, 2, 3)),
  case("apistrat", strat, "mean", "api00", both), case("apiclus1", clus, "mean", "enroll", both),
  case("nhanes", health, "mean", "HI_CHOL", c("RIAGENDR", "agecat", "race")),
  case("apistrat", strat, "total", "enroll", both), case("apiclus1", clus_no_fpc, "total", "api_stu", c("stype", "awards")),
  case("apistrat", strat, "proportion", "stype", both), case("nhanes", health, "proportion", "race", c("RIAGENDR", "HI_CHOL"))
)

# Pairs of the p variables, each with itself and later ones, as places in R's p * p values.
pairs_of <- function(p, from = 0) do.call(rbind, lapply(seq_len(p), function(i) if (i + from <= p) cbind(i, (i + from):p)))
variances_of <- function(d, variables) {
  v <- svyvar(as.formula(paste0("~", paste(variables, collapse = "+"))), d)
  p <- length(variables)
  structure(as.vector(v), var = as.matrix(attr(v, "var")), names = paste0("s", rep(1:p, p), "_", rep(1:p, each = p)), class = "svystat")
}

estimate <- function(d, case) {
  variables <- unlist(case$variables)
  answered <- Reduce(`&`, lapply(variables, function(v) !is.na(d$variables[[v]])))
  df <- degf(d)
  full <- d
  d <- subset(d, answered)
  if (nrow(d) == 0) return(NULL)
  x <- column(variables[1])
  deff <- NULL
  found <- switch(case$statistic,
    ratio = {r <- svyratio(x, column(variables[2]), d, deff = "replace"); deff <- attr(r, "deff"); list(value = coef(r), std_error = SE(r))},
    variance = {v <- svyvar(x, d); list(value = coef(v), std_error = SE(v))},
    `standard deviation` = {s <- svycontrast(svyvar(x, d), parse(text = paste0("sqrt(", variables, ")"))[[1]]); list(value = coef(s), std_error = SE(s))},
    covariance = {
      p <- length(variables); v <- variances_of(d, variables); at <- (pairs_of(p)[, 2] - 1) * p + pairs_of(p)[, 1]
      list(value = coef(v)[at], std_error = SE(v)[at])},
    correlation = {
      v <- variances_of(d, variables); at <- pairs_of(length(variables), 1)
      each <- lapply(seq_len(nrow(at)), function(k) {
        i <- at[k, 1]; j <- at[k, 2]
        svycontrast(v, parse(text = sprintf("s%d_%d / sqrt(s%d_%d * s%d_%d)", i, j, i, i, j, j))[[1]])})
      list(value = sapply(each, coef), std_error = sapply(each, SE))},
    distribution = {
      cdf <- svycdf(x, d)[[1]]
      each <- lapply(case$at, function(at) {d$variables$below <- as.numeric(d$variables[[variables]] <= at); svymean(~below, d)})
      stopifnot(all.equal(sapply(each, coef), sapply(case$at, cdf), check.attributes = FALSE))
      list(value = sapply(each, coef), std_error = sapply(each, SE))},
    mean = {m <- svymean(x, d); list(value = coef(m), std_error = SE(m))},
    total = {m <- svytotal(x, d); list(value = coef(m), std_error = SE(m))},
    proportion = {
      levels <- sort(unique(na.omit(data_set(case$data)[[variables]])))
      d$variables$row <- factor(d$variables[[variables]], levels = levels)
      m <- svymean(~row, d); list(value = coef(m), std_error = SE(m))})
  low_high <- with(found, cbind(c(value) - qt(0.975, df) * c(std_error), c(value) + qt(0.975, df) * c(std_error)))
  c(lapply(found, function(v) unname(c(v))), list(ci_low = low_high[, 1], ci_high = low_high[, 2], df = df, n = nrow(d), deff = c(deff)))
}

# Combinations of categories, the last variable's category changing first.
combinations_of <- function(case) {
  levels <- lapply(case$by, function(name) sort(unique(na.omit(data_set(case$data)[[name]]))))
  rev(expand.grid(rev(setNames(levels, unlist(case$by)))))
}

columns <- function(case) {
  design <- domain_of(design_of(case), case$where)
  if (!length(case$by)) return(list(estimate(design, case)))
  groups <- combinations_of(case)
  inside <- lapply(seq_len(nrow(groups)), function(g)
    which(Reduce(`&`, lapply(names(groups), function(name) design$variables[[name]] == groups[[name]][g]))))
  by_group <- lapply(inside, function(rows) if (length(rows)) estimate(design[rows, ], case) else NULL)
  c(by_group, list(estimate(design[sort(unlist(inside)), ], case)))
}

# (R * G, R * G) covariance over the groups that have cases, row by row as svyby says it.
covariance <- function(case) {
  if (length(case$by) < 2 || !case$statistic %in% c("mean", "total", "ratio", "proportion")) return(NULL)
  design <- domain_of(design_of(case), case$where)
  by <- as.formula(paste0("~", paste(rev(unlist(case$by)), collapse = "+")))
  # svyby's covariance fails where answers are missing: they are left out first.
  for (name in c(unlist(case$variables), unlist(case$by))) design <- design[which(!is.na(design$variables[[name]])), ]
  x <- column(case$variables[[1]])
  if (case$statistic == "proportion") x <- as.formula(paste0("~factor(", case$variables[[1]], ")"))
  found <- switch(case$statistic,
    mean = svyby(x, by, design, svymean, na.rm = TRUE, covmat = TRUE), total = svyby(x, by, design, svytotal, na.rm = TRUE, covmat = TRUE),
    ratio = svyby(x, by, design, svyratio, denominator = column(case$variables[[2]]), na.rm = TRUE, covmat = TRUE),
    proportion = svyby(x, by, design, svymean, na.rm = TRUE, covmat = TRUE))
  list(value = unname(coef(found)), vcov = unname(vcov(found)))
}

write_values(lapply(cases, function(case) c(case, list(columns = columns(case), covariance = covariance(case)))), "estimators")

# Contrasts: of groups, of variables, nonlinear, of coefficients, and with replicates.
say <- function(found) list(value = unname(c(coef(found))), std_error = unname(c(SE(found))), vcov = unname(as.matrix(vcov(found))))
of_design <- function(data, settings) {
  d <- do.call(make_design, c(list(data = data), settings))
  groups <- svyby(~api00, ~stype, d, svymean, covmat = TRUE)
  two <- svymean(~api00 + api99, d)
  fitted <- svyglm(api00 ~ api99 + awards, d)
  list(data = data, design = settings,
       linear = say(svycontrast(groups, list(a = c(E = -1, M = 1), b = c(E = 1, H = -0.5, M = -0.5)))),
       nonlinear = say(svycontrast(groups, list(a = quote(E / M), b = quote(log(H) - sqrt(M) * 2)))),
       variables = say(svycontrast(two, quote(api00 / api99 - 1))),
       coefficients = say(svycontrast(fitted, list(a = c(api99 = 100, awardsYes = 1)))))
}
replicated <- function(data, settings) {
  d <- as.svrepdesign(do.call(make_design, c(list(data = data), settings)), type = "JK1")
  groups <- svyby(~api00, ~awards, d, svymean, covmat = TRUE, return.replicates = TRUE)
  v <- svyvar(~api00, d)
  list(data = data, design = settings, jackknife = TRUE, variables = say(withReplicates(d, quote(sum(.weights * api00) / sum(.weights * api99) - 1))),
       groups = say(svycontrast(groups, quote(No / Yes))),
       ratio = {r <- svyratio(~api00, ~api99, d); list(value = unname(c(coef(r))), std_error = unname(c(SE(r))))},
       variance = list(value = unname(c(coef(v))), std_error = unname(c(SE(v)))))
}
# A post-stratified design: the variance knows the calibration.
post_stratified <- function(data, settings) {
  d <- postStratify(do.call(make_design, c(list(data = data), settings)), ~stype, data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)))
  r <- svyratio(~api00, ~api99, d); v <- svyvar(~api00, d)
  q <- lapply(list(d, subset(d, awards == "No"), subset(d, awards == "Yes")), function(part) svyquantile(~api00, part, c(0.25, 0.5, 0.75))[[1]])
  list(data = data, design = settings, ratio = list(value = unname(c(coef(r))), std_error = unname(c(SE(r)))), variance = list(value = unname(c(coef(v))), std_error = unname(c(SE(v)))),
       below = say(svymean(~I(as.numeric(api00 <= 650)), d)), quantiles = lapply(q, unname))
}
write_values(list(of_design("apistrat", strat), of_design("apiclus1", clus), replicated("apiclus1", clus_no_fpc), post_stratified("apiclus1", clus)), "contrasts")
