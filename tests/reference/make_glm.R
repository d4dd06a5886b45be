# Generalised linear models. R's default epsilon (1e-8) leaves standard errors wrong in the 5th digit.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
lonely <- list(weight = "pw", strata = "cname", psu = "dnum", lonely_psu = "adjust")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
families <- list(
  probit = quasibinomial("probit"), cloglog = quasibinomial("cloglog"), log = quasibinomial("log"),
  quasibinomial = quasibinomial(), poisson = quasipoisson(), quasipoisson = quasipoisson(), gamma = Gamma("log"),
  gamma_inverse = Gamma("inverse")
)

case <- function(data, design, family, formula, in_r = formula, exposure = NULL, where = NULL)
  list(data = data, design = design, family = family, formula = formula, in_r = in_r, exposure = exposure, where = where)
white <- list(variable = "race", values = list(2))
cases <- list(
  case("apistrat", strat, "probit", "sch_wide ~ ell + meals + mobility", "I(sch_wide == 'Yes') ~ ell + meals + mobility"),
  case("apiclus1", clus, "probit", "comp_imp ~ ell + stype", "I(comp_imp == 'Yes') ~ ell + stype"),
  case("nhanes", health, "probit", "HI_CHOL ~ C(race) * agecat", "HI_CHOL ~ factor(race) * agecat"),
  case("apistrat", strat, "cloglog", "awards ~ stype + api99", "I(awards == 'Yes') ~ stype + api99"),
  case("apiclus2", lonely, "cloglog", "comp_imp ~ meals", "I(comp_imp == 'Yes') ~ meals"),
  case("nhanes", health, "cloglog", "HI_CHOL ~ race + agecat + RIAGENDR"),
  case("nhanes", health, "log", "HI_CHOL ~ race + agecat + RIAGENDR"),
  case("nhanes", health, "log", "HI_CHOL ~ C(agecat)", "HI_CHOL ~ factor(agecat)", where = white),
  case("apistrat", strat, "log", "comp_imp ~ stype", "I(comp_imp == 'Yes') ~ stype"),
  case("apistrat", strat, "quasibinomial", "awards ~ stype + api99", "I(awards == 'Yes') ~ stype + api99"),
  case("apiclus1", clus, "quasibinomial", "comp_imp ~ ell + meals", "I(comp_imp == 'Yes') ~ ell + meals"),
  case("apistrat", strat, "poisson", "api_stu ~ ell + meals"),
  case("apistrat", strat, "poisson", "api_stu ~ ell + meals + stype", exposure = "enroll"),
  case("apiclus1", clus, "poisson", "api_stu ~ mobility", exposure = "enroll"),
  case("nhanes", health, "poisson", "HI_CHOL ~ race + agecat + RIAGENDR"),
  case("nhanes", health, "poisson", "RIAGENDR ~ HI_CHOL + agecat", "I(RIAGENDR == 1) ~ HI_CHOL + agecat"),
  case("apiclus1", clus, "quasipoisson", "enroll ~ meals + stype"),
  case("apiclus2", lonely, "quasipoisson", "ell ~ meals"),
  case("apistrat", strat, "gamma", "api00 ~ ell + meals + mobility"),
  case("apiclus1", clus, "gamma", "enroll ~ stype + api99"),
  case("apistrat", list(), "gamma", "enroll ~ stype", where = list(variable = "sch_wide", values = list("Yes"))),
  case("apistrat", strat, "gamma_inverse", "api00 ~ ell + meals"),
  case("apiclus2", lonely, "gamma_inverse", "enroll ~ stype + meals")
)

values <- function(case) {
  design <- domain_of(design_of(case), case$where)
  offset <- if (is.null(case$exposure)) "" else paste0(" + offset(log(", case$exposure, "))")
  formula <- as.formula(paste0(case$in_r, offset))
  tight <- list(epsilon = 1e-14, maxit = 100)
  fit <- function(...) do.call(svyglm, list(formula, design, family = families[[case$family]], control = tight, ...))
  k <- ncol(model.matrix(delete.response(terms(formula)), design$variables))
  # From a low start no mean is above 1.
  first <- if (case$family == "log") fit(start = c(-2, rep(0, k - 1))) else fit()
  # Again from where it ended: glm stops where the deviance does, and its weights are those of the step before the last.
  for (i in 1:20) first <- fit(start = unname(coef(first)))
  table <- coef(summary(first))
  interval <- confint(first)
  list(coefficient = unname(table[, 1]), std_error = unname(table[, 2]), statistic = unname(table[, 3]), p_value = unname(table[, 4]),
       ci_low = unname(interval[, 1]), ci_high = unname(interval[, 2]), df = first$df.residual, n = nobs(first), vcov = unname(vcov(first)),
       # Where answers are missing R scales the residuals by weights of two different means.
       dispersion = if (is.null(case$where) && is.null(first$na.action)) c(summary(first)$dispersion) else NULL)
}

write_values(lapply(cases, function(case) c(case, suppressWarnings(values(case)))), "glm")
