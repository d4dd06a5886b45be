# Replicate designs: replicate weights given with the file, and designs converted from strata and PSUs.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
county <- function(rule) list(weight = "pw", strata = "cname", lonely_psu = rule)
schools <- list(y = "api00", x = "enroll", by = "stype", rows = "awards", columns = "stype", formula = "api00 ~ ell + meals",
                logistic = "sch_wide ~ ell + meals", in_r = "I(sch_wide == 'Yes') ~ ell + meals")
people <- list(y = "HI_CHOL", x = "agecat", by = "race", rows = "HI_CHOL", columns = "race", formula = "HI_CHOL ~ agecat + race",
               logistic = "HI_CHOL ~ agecat + race", in_r = "HI_CHOL ~ agecat + race")
ambulances <- list(y = "alive", x = "arrests", by = "ESA")

given <- function(data, asked, weight, replicate_weights, kind, where = NULL, ...)
  list(data = data, given = list(weight = weight, replicate_weights = replicate_weights, kind = kind, ...), asked = asked, where = where)
converted <- function(data, asked, design, kind, where = NULL, ...)
  list(data = data, design = design, convert = list(kind = kind, ...), asked = asked, where = where)
middle_schools <- list(variable = "stype", values = list("M"))
women <- list(variable = "RIAGENDR", values = list(2))

cases <- list(
  given("scd", ambulances, "one", "half", "BRR", combined = FALSE, mse = FALSE),
  given("scd", ambulances, "one", "half", "BRR", combined = FALSE, mse = TRUE),
  given("apiclus1_replicates", schools, "pw", "jk", "JK1", combined = FALSE, mse = FALSE),
  given("apiclus1_replicates", schools, "pw", "jk", "JK1", scale = 0.9, combined = FALSE, mse = TRUE),
  given("apiclus1_replicates", schools, "pw", "jk", "JK1", combined = FALSE, mse = TRUE, where = middle_schools),
  given("apiclus1_replicates", schools, "pw", "jk", "JKn", combined = FALSE, mse = FALSE),
  given("apiclus1_replicates", schools, "pw", "jk", "other", rscales = seq(0.5, 0.99, length.out = 15), scale = 1.1, combined = FALSE, mse = FALSE),
  given("apiclus1_replicates", schools, "pw", "jk", "other", rscales = c(0, rep(0.9, 14)), scale = 1, combined = FALSE, mse = FALSE),
  given("apiclus1_replicates", schools, "pw", "boot", "bootstrap", combined = TRUE, mse = FALSE),
  given("apiclus1_replicates", schools, "pw", "boot", "bootstrap", combined = TRUE, mse = TRUE, where = middle_schools),
  given("apistrat_replicates", schools, "pw", "raowu", "bootstrap", combined = FALSE, mse = FALSE),
  given("apistrat_replicates", schools, "pw", "raowu", "bootstrap", scale = 0.03, combined = FALSE, mse = TRUE),
  given("nhanes_replicates", people, "WTMEC2YR", "brr", "BRR", combined = FALSE, mse = FALSE),
  given("nhanes_replicates", people, "WTMEC2YR", "brr", "BRR", combined = FALSE, mse = TRUE, where = women),
  given("nhanes_replicates", people, "WTMEC2YR", "fay", "Fay", fay_rho = 0.3, combined = TRUE, mse = FALSE),
  given("nhanes_replicates", people, "WTMEC2YR", "fay", "Fay", fay_rho = 0.3, combined = TRUE, mse = TRUE),
  given("nhanes_replicates", people, "WTMEC2YR", "jk2x", "JK2", combined = FALSE, mse = TRUE),
  given("nhanes_replicates", people, "WTMEC2YR", "jk2x", "JK2", combined = FALSE, mse = FALSE),
  given("nhanes_replicates", people, "WTMEC2YR", "sdr", "successive-difference", combined = TRUE, mse = TRUE),
  given("nhanes_replicates", people, "WTMEC2YR", "sdr", "ACS", combined = TRUE, mse = FALSE, where = women),
  converted("apiclus1", schools, clus, "JK1", mse = FALSE), converted("apiclus1", schools, clus, "JK1", mse = TRUE),
  converted("apiclus1", schools, list(weight = "pw", psu = "dnum"), "JK1", mse = FALSE),
  converted("apistrat", schools, strat, "JKn", mse = FALSE), converted("apistrat", schools, strat, "JKn", mse = TRUE),
  converted("apistrat", schools, strat, "JKn", mse = FALSE, where = middle_schools),
  converted("apistrat", schools, list(weight = "pw", strata = "stype"), "JKn", mse = FALSE),
  converted("nhanes", people, health, "JKn", mse = FALSE),
  converted("apistrat", schools, county("remove"), "JKn", mse = FALSE),
  converted("apistrat", schools, county("adjust"), "JKn", mse = FALSE),
  converted("apistrat", schools, county("adjust"), "JKn", mse = TRUE),
  converted("apistrat", schools, county("average"), "JKn", mse = FALSE)
)

given_design <- function(data, weight, replicate_weights, kind, combined, mse, scale = NULL, rscales = NULL, fay_rho = NULL) {
  frame <- data_set(data)
  columns <- grep(paste0("^", replicate_weights, "[0-9]+$"), names(frame))
  suppressWarnings(svrepdesign(data = frame, weights = frame[[weight]], repweights = frame[, columns], type = kind, combined.weights = combined,
                               mse = mse, scale = scale, rscales = rscales, rho = fay_rho))
}

replicate_design <- function(case) {
  if (!is.null(case$given)) return(do.call(given_design, c(list(data = case$data), case$given)))
  as.svrepdesign(design_of(case), type = case$convert$kind, mse = case$convert$mse)
}

numbers <- function(found, ...) list(value = unname(c(coef(found))), std_error = unname(c(SE(found))), ...)

ratio <- function(design, asked) {
  found <- svyratio(column(asked$y), column(asked$x), design, na.rm = TRUE)
  list(value = c(found$ratio), std_error = c(SE(found)))
}

groups <- function(design, asked) {
  known <- sort(unique(na.omit(design$variables[[asked$by]])))
  lapply(known, function(group) {
    part <- design[which(design$variables[[asked$by]] == group), ]
    found <- svymean(column(asked$y), part, na.rm = TRUE)
    sum_of <- svytotal(column(asked$y), part, na.rm = TRUE)
    list(group = group, df = degf(part), mean = numbers(found, interval = c(confint(found, df = degf(part)))), total = numbers(sum_of))
  })
}

model <- function(design, formula, family) {
  fit <- function(...) do.call(svyglm, list(as.formula(formula), design, family = family, control = list(epsilon = 1e-14, maxit = 100), ...))
  found <- fit(start = unname(coef(fit())))
  list(coefficient = unname(coef(found)), vcov = unname(matrix(vcov(found), nrow = length(coef(found)))), df = found$df.residual)
}

values <- function(case) {
  design <- domain_of(replicate_design(case), case$where)
  asked <- case$asked
  everybody <- svymean(column(asked$y), design, na.rm = TRUE, deff = "replace")
  found <- list(df = degf(design), mean = numbers(everybody, deff = c(deff(everybody))),
                total = numbers(svytotal(column(asked$x), design, na.rm = TRUE)), ratio = ratio(design, asked), groups = groups(design, asked))
  if (is.null(asked$rows)) return(found)
  design$variables$is_level <- as.numeric(design$variables[[asked$rows]] == sort(unique(na.omit(design$variables[[asked$rows]])))[1])
  share <- svymean(~is_level, design, na.rm = TRUE)
  interval <- attr(suppressWarnings(svyciprop(~is_level, design, method = "beta", na.rm = TRUE)), "ci")
  found <- c(found, list(proportion = numbers(share, interval = unname(c(interval)))))
  if (is.null(case$where)) {
    test <- svychisq(as.formula(paste0("~", asked$rows, "+", asked$columns)), design)
    found$test <- list(statistic = unname(test$statistic), df1 = unname(test$parameter[1]), df2 = unname(test$parameter[2]), p_value = unname(c(test$p.value)))
  }
  c(found, list(linear = model(design, asked$formula, gaussian()), logistic = model(design, asked$in_r, quasibinomial())))
}

options(digits = 17)
write_values(lapply(cases, function(case) c(case, values(case))), "replicates")
