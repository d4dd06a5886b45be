# Generalised linear models. R's default epsilon (1e-8) leaves standard errors wrong in the 5th digit.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
lonely <- list(weight = "pw", strata = "cname", psu = "dnum", lonely_psu = "adjust")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
families <- list(
  linear = gaussian(), logistic = quasibinomial(), probit = quasibinomial("probit"), cloglog = quasibinomial("cloglog"), log = quasibinomial("log"),
  quasibinomial = quasibinomial(), poisson = quasipoisson(), quasipoisson = quasipoisson(), gamma = Gamma("log"),
  gamma_inverse = Gamma("inverse")
)

# replicates: the design is turned into a jackknife, JK1 or with strata JKn.
case <- function(data, design, family, formula, in_r = formula, exposure = NULL, where = NULL, replicates = NULL)
  list(data = data, design = design, family = family, formula = formula, in_r = in_r, exposure = exposure, where = where,
       replicates = replicates)
clus_1 <- clus[c("weight", "psu")]
strat_n <- strat[c("weight", "strata")]
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
  case("apiclus2", lonely, "gamma_inverse", "enroll ~ stype + meals"),
  case("apistrat", strat_n, "linear", "api00 ~ ell + meals + mobility", replicates = "JKn"),
  case("apiclus1", clus_1, "logistic", "comp_imp ~ ell + meals", "I(comp_imp == 'Yes') ~ ell + meals", replicates = "JK1"),
  case("nhanes", health, "logistic", "HI_CHOL ~ C(race) + agecat", "HI_CHOL ~ factor(race) + agecat", replicates = "JKn"),
  case("apiclus1", clus_1, "probit", "comp_imp ~ ell + meals", "I(comp_imp == 'Yes') ~ ell + meals", replicates = "JK1"),
  case("nhanes", health, "cloglog", "HI_CHOL ~ race + agecat + RIAGENDR", replicates = "JKn"),
  case("nhanes", health, "log", "HI_CHOL ~ race + agecat + RIAGENDR", replicates = "JKn"),
  case("apiclus1", clus_1, "poisson", "api_stu ~ mobility", exposure = "enroll", replicates = "JK1"),
  case("nhanes", health, "poisson", "HI_CHOL ~ agecat + RIAGENDR", where = white, replicates = "JKn"),
  case("apiclus1", clus_1, "gamma", "enroll ~ stype + api99", replicates = "JK1"),
  case("apistrat", strat_n, "gamma_inverse", "api00 ~ ell + meals", replicates = "JKn")
)

tight <- list(epsilon = 1e-14, maxit = 100)

# R fits each replicate as far as the deviance can tell, which is to half the digits: fitted again, it is exact.
replicated <- function(fit, design) {
  used <- setdiff(seq_len(nrow(design)), fit$na.action)
  weights <- weights(design, "analysis")[used, ]
  offset <- if (is.null(fit$offset)) 0 * fit$y else fit$offset
  betas <- t(apply(weights, 2, function(w) {
    b <- coef(fit)
    for (i in 1:10) b <- coef(glm.fit(model.matrix(fit), fit$y, w / sum(w), start = b, offset = offset, family = fit$family, control = tight))
    b
  }))
  v <- unclass(svrVar(betas, design$scale, design$rscales, mse = design$mse, coef = coef(fit)))
  attributes(v) <- list(dim = dim(v))
  stopifnot(all.equal(v, vcov(fit), check.attributes = FALSE, tolerance = 1e-6))
  v
}

values <- function(case) {
  design <- design_of(case)
  if (!is.null(case$replicates)) design <- as.svrepdesign(design, type = case$replicates)
  design <- domain_of(design, case$where)
  offset <- if (is.null(case$exposure)) "" else paste0(" + offset(log(", case$exposure, "))")
  formula <- as.formula(paste0(case$in_r, offset))
  fit <- function(...) do.call(svyglm, list(formula, design, family = families[[case$family]], control = tight, ...))
  k <- ncol(model.matrix(delete.response(terms(formula)), design$variables))
  # From a low start no mean is above 1.
  found <- if (case$family == "log") fit(start = c(-2, rep(0, k - 1))) else fit()
  # Again from where it ended: glm stops where the deviance does, and its weights are those of the step before the last.
  for (i in 1:10) found <- fit(start = unname(coef(found)))
  b <- unname(coef(found))
  v <- if (is.null(case$replicates)) vcov(found) else replicated(found, design)
  std_error <- unname(sqrt(diag(v)))
  half <- qt(0.975, found$df.residual) * std_error
  if (is.null(case$replicates)) stopifnot(all.equal(unname(confint(found)), unname(cbind(b - half, b + half)), tolerance = 1e-12))
  list(coefficient = b, std_error = std_error, statistic = b / std_error, p_value = 2 * pt(-abs(b / std_error), found$df.residual),
       ci_low = b - half, ci_high = b + half, df = found$df.residual, n = nobs(found), vcov = unname(v),
       # Where answers are missing R scales the residuals by weights of two different means.
       dispersion = if (is.null(case$where) && is.null(case$replicates) && is.null(found$na.action)) c(summary(found)$dispersion) else NULL)
}

write_values(lapply(cases, function(case) c(case, suppressWarnings(values(case)))), "glm")
