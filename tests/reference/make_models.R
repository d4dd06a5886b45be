# Linear and logistic regression. R's default epsilon (1e-8) leaves logistic standard errors wrong in the 5th digit.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)

case <- function(data, design, formula, family, in_r = formula, where = NULL)
  list(data = data, design = design, formula = formula, family = family, in_r = in_r, where = where)
cases <- list(
  case("apistrat", list(), "api00 ~ ell + meals", "linear"),
  case("apistrat", strat, "api00 ~ ell + meals + mobility", "linear"),
  case("apistrat", strat, "api00 ~ ell + stype", "linear"),
  case("apistrat", strat, "api00 ~ ell * sch_wide + I(ell**2)", "linear", "api00 ~ ell * sch_wide + I(ell^2)"),
  case("apistrat", strat, "target ~ log(enroll) + meals", "linear"),
  case("apistrat", strat, "api00 ~ 0 + stype", "linear"),
  case("apiclus1", clus, "api00 ~ ell + meals + stype", "linear"),
  case("apiclus1", list(weight = "pw", psu = "dnum"), "api00 ~ acs_core + comp_imp", "linear"),
  case("apiclus2", list(weight = "pw", strata = "cname", psu = "dnum", lonely_psu = "adjust"), "api00 ~ ell + meals", "linear"),
  case("apistrat", strat, "sch_wide ~ ell + meals + mobility", "logistic", "I(sch_wide == 'Yes') ~ ell + meals + mobility"),
  case("apistrat", strat, "awards ~ stype + api99", "logistic", "I(awards == 'Yes') ~ stype + api99"),
  case("apiclus1", clus, "comp_imp ~ ell + meals", "logistic", "I(comp_imp == 'Yes') ~ ell + meals"),
  case("apistrat", strat, "comp_imp ~ target + stype", "logistic", "I(comp_imp == 'Yes') ~ target + stype",
       where = list(variable = "sch_wide", values = list("Yes"))),
  case("nhanes", health, "HI_CHOL ~ race + agecat + RIAGENDR", "logistic"),
  case("nhanes", health, "HI_CHOL ~ C(race) + C(agecat) * RIAGENDR", "logistic", "HI_CHOL ~ factor(race) + factor(agecat) * RIAGENDR"),
  case("nhanes", health, "HI_CHOL ~ C(agecat)", "logistic", "HI_CHOL ~ factor(agecat)", where = list(variable = "race", values = list(2))),
  case("nhanes", health, "HI_CHOL ~ 1", "logistic"),
  case("nhanes", health, "RIAGENDR ~ HI_CHOL + agecat", "logistic", "I(RIAGENDR == 1) ~ HI_CHOL + agecat")
)

values <- function(case) {
  design <- domain_of(design_of(case), case$where)
  family <- if (case$family == "linear") gaussian() else quasibinomial()
  tight <- list(epsilon = 1e-14, maxit = 100)
  fit <- function(...) do.call(svyglm, list(as.formula(case$in_r), design, family = family, control = tight, ...))
  # Once more from where it ended: glm's weights, and so its standard errors, are those of the step before the last.
  found <- fit(start = unname(coef(fit())))
  table <- coef(summary(found))
  interval <- confint(found)
  list(coefficient = unname(table[, 1]), std_error = unname(table[, 2]), statistic = unname(table[, 3]), p_value = unname(table[, 4]),
       ci_low = unname(interval[, 1]), ci_high = unname(interval[, 2]), df = found$df.residual, n = nobs(found), vcov = unname(vcov(found)))
}

write_values(lapply(cases, function(case) c(case, values(case))), "models")
