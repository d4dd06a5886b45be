# Intervals of proportions by every method of svyciprop, at two confidence levels.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
pupils <- list(weight = "weight", strata = "stratum", psu = "psu")

case <- function(data, design, variable, code, level = 0.95, where = NULL)
  list(data = data, design = design, variable = variable, code = code, level = level, where = where)
cases <- list(
  case("apiclus1", clus, "sch_wide", "Yes"), case("apiclus1", clus, "awards", "No", level = 0.9),
  case("apiclus1", clus, "stype", "H"),
  case("apistrat", strat, "awards", "Yes"), case("apistrat", strat, "comp_imp", "No", level = 0.99),
  case("apistrat", strat, "stype", "M", where = list(variable = "sch_wide", values = list("Yes"))),
  case("nhanes", health, "HI_CHOL", 1), case("nhanes", health, "race", 1),
  case("nhanes", health, "HI_CHOL", 1, where = list(variable = "agecat", values = list(1))),
  case("yrbs", pupils, "qn8", 1), case("yrbs", pupils, "qn8", 2, level = 0.9)
)

# svyciprop(method = "likelihood") profiles in ten coarse steps on each side, and its fit stops at 1e-8: the same
# functions of the package are called here with a tight fit and a thousand steps.
likelihood <- function(design, level, df) {
  fitted <- svyglm(is_code ~ 1, design, family = quasibinomial, epsilon = 1e-14)
  step <- qt((1 + level) / 2, df) / 1000
  fine <- suppressMessages(confint(fitted, 1, level = level, method = "likelihood", ddf = df, del = step, maxsteps = 5000))
  plogis(as.numeric(fine))
}

intervals <- function(case) {
  design <- domain_of(design_of(case), case$where)
  design$variables$is_code <- as.numeric(design$variables[[case$variable]] == case$code)
  found <- svymean(~is_code, design, na.rm = TRUE, deff = "replace")
  methods <- c(logit = "xlogit", korn_graubard = "beta", asin = "asin", mean = "mean")
  ci <- lapply(methods, function(method) unname(c(attr(svyciprop(~is_code, design, method = method, level = case$level, na.rm = TRUE), "ci"))))
  # R's dispersion mixes mean weights with and without missing answers: only those with an answer are taken here.
  ci$likelihood <- likelihood(subset(design, !is.na(is_code)), case$level, degf(design))
  list(value = unname(coef(found)), std_error = unname(c(SE(found))), cv = unname(c(cv(found))), deff = c(deff(found)),
       df = degf(design), n = sum(!is.na(design$variables$is_code)), ci = ci)
}

write_values(lapply(cases, function(case) c(case, intervals(case))), "intervals")
