# Ordered and unordered categories. Needs r-cran-mass besides survey.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)

case <- function(data, design, formula, link = "logit", in_r = formula, where = NULL, reversed = FALSE, reference = NULL)
  list(data = data, design = design, formula = formula, link = link, in_r = in_r, where = where, reversed = reversed, reference = reference)

ordinal <- list(
  case("apistrat", list(), "band ~ ell + meals"),
  case("apistrat", strat, "band ~ ell + meals + mobility"),
  case("apistrat", strat, "band ~ ell * sch_wide"),
  case("apiclus1", clus, "band ~ ell + stype"),
  case("apiclus1", clus, "kind ~ meals + comp_imp"),
  case("apiclus2", list(weight = "pw", strata = "cname", psu = "dnum", lonely_psu = "adjust"), "band ~ ell"),
  case("apistrat", strat, "band ~ ell + comp_imp", where = list(variable = "sch_wide", values = list("Yes"))),
  case("nhanes", health, "agecat ~ HI_CHOL + RIAGENDR"),
  case("nhanes", health, "agecat ~ C(race) * RIAGENDR", in_r = "agecat ~ factor(race) * RIAGENDR"),
  case("nhanes", health, "race ~ HI_CHOL + C(agecat)", in_r = "race ~ HI_CHOL + factor(agecat)"),
  case("nhanes", health, "agecat ~ HI_CHOL", where = list(variable = "race", values = list(2))),
  case("apistrat", strat, "band ~ ell + meals", "probit"),
  case("nhanes", health, "agecat ~ HI_CHOL + RIAGENDR", "probit"),
  # R's survey 4.1 means by cloglog F(z) = exp(-exp(-z)): Varsam's loglog, and its cloglog with the codes reversed.
  case("apistrat", strat, "band ~ ell + meals", "loglog"),
  case("nhanes", health, "agecat ~ HI_CHOL + RIAGENDR", "loglog"),
  case("apistrat", strat, "band ~ ell + meals", "cloglog", reversed = TRUE),
  case("nhanes", health, "agecat ~ HI_CHOL + RIAGENDR", "cloglog", reversed = TRUE)
)

factor_outcome <- function(case, design) {
  name <- all.vars(as.formula(case$in_r))[1]
  codes <- sort(unique(design$variables[[name]]))
  design$variables[[name]] <- factor(design$variables[[name]], if (isTRUE(case$reversed)) rev(codes) else codes)
  design
}

# optim stops early and takes its Hessian from differences of 1e-3: it is started anew from where it ended, with the
# parameters on one scale and smaller differences.
svyolr_values <- function(case) {
  design <- factor_outcome(case, domain_of(with_bands(design_of(case)), case$where))
  method <- c(logit = "logistic", probit = "probit", cloglog = "cloglog", loglog = "cloglog")[[case$link]]
  fit <- function(...) do.call(svyolr, list(as.formula(case$in_r), design, method = method, ...))
  found <- fit()
  for (again in 1:6) {
    se <- sqrt(diag(vcov(found)))
    k <- length(se)
    q <- length(found$zeta)
    scale <- c(se[seq_len(k - q)], rep(0.1, q))
    start <- unname(c(coef(found, intercepts = FALSE)[seq_len(k - q)], found$zeta[1], log(diff(found$zeta))))
    found <- fit(start = start, control = list(reltol = 1e-16, maxit = 1000, parscale = scale, ndeps = rep(1e-6, k)))
  }
  vcov <- unname(vcov(found))
  coefficient <- unname(c(found$coefficients, found$zeta))
  p <- length(found$coefficients)
  if (case$reversed) {
    turned <- c(seq_len(p), p + rev(seq_along(found$zeta)))
    coefficient <- -coefficient[turned]
    vcov <- vcov[turned, turned]
  }
  list(coefficient = coefficient, std_error = sqrt(diag(vcov)), vcov = vcov, df = found$df.residual, n = nrow(found$fitted.values))
}

# With replicates svyolr fits MASS's polr to each, but only to 1e-8 of the likelihood; here it is fitted to the end.
replicates <- list(
  c(case("apiclus1", clus, "band ~ ell + meals"), type = "JK1"),
  c(case("apistrat", list(weight = "pw", strata = "stype"), "band ~ ell + meals"), type = "JKn")
)

svyolr_replicates <- function(case) {
  design <- as.svrepdesign(factor_outcome(case, with_bands(design_of(case))), type = case$type)
  formula <- as.formula(case$in_r)
  data <- design$variables
  fit <- function(w, ...) {
    data$w <- w
    found <- do.call(MASS::polr, list(formula, data, weights = quote(w), control = list(reltol = 1e-15, maxit = 1000), ...))
    unname(c(found$coefficients, found$zeta))
  }
  coefficient <- suppressWarnings(fit(weights(design, "sampling")))
  each <- t(suppressWarnings(apply(weights(design, "analysis"), 2, fit, start = coefficient)))
  vcov <- unname(svrVar(each, design$scale, design$rscales, mse = design$mse, coef = coefficient))
  list(coefficient = coefficient, std_error = sqrt(diag(vcov)), vcov = vcov, scale = design$scale, n = nrow(data),
       df = suppressWarnings(svyolr(formula, design))$df.residual)
}

# R's survey has no multinomial model; svymle is told its likelihood. Outcome codes 1 to q + 1, reference 1.
multinomial <- list(
  case("apistrat", strat, "band ~ ell + meals"),
  case("apiclus1", clus, "kind ~ ell + comp_imp"),
  case("apiclus2", list(weight = "pw", strata = "cname", psu = "dnum", lonely_psu = "adjust"), "kind ~ meals"),
  case("nhanes", health, "agecat ~ HI_CHOL + RIAGENDR"),
  case("nhanes", health, "race ~ HI_CHOL + C(agecat)", in_r = "race ~ HI_CHOL + factor(agecat)"),
  case("nhanes", health, "agecat ~ HI_CHOL + RIAGENDR", where = list(variable = "race", values = list(1, 3)))
)

svymle_values <- function(case) {
  design <- domain_of(with_bands(design_of(case)), case$where)
  formula <- as.formula(case$in_r)
  design <- subset(design, complete.cases(design$variables[, all.vars(formula)]))
  q <- length(unique(design$variables[[all.vars(formula)[1]]])) - 1
  names <- paste0("eta", seq_len(q))
  # Functions with an argument for each equation, as svymle wants them.
  with_arguments <- function(body) as.function(c(setNames(rep(alist(x = ), q + 1), c("y", names)), body))
  etas <- parse(text = paste0("cbind(0, ", paste(names, collapse = ", "), ")"))[[1]]
  loglike <- with_arguments(bquote({ eta <- .(etas); eta[cbind(seq_along(y), y)] - log(rowSums(exp(eta))) }))
  gradient <- with_arguments(bquote({ eta <- .(etas); p <- exp(eta) / rowSums(exp(eta)); (outer(c(y), seq_len(ncol(eta)), "==") - p)[, -1, drop = FALSE] }))
  formulas <- setNames(c(list(formula), rep(list(formula[-2]), q - 1)), names)
  k <- ncol(model.matrix(formula, design$variables))
  start <- rep(0, q * k)
  for (again in 1:8) {
    steps <- if (again < 3) 1 else sqrt(diag(found$sandwich))
    control <- list(reltol = 1e-16, maxit = 2000, parscale = rep(steps, length.out = q * k), ndeps = rep(1e-6, q * k))
    found <- svymle(loglike, gradient, design, formulas, start = start, method = "BFGS", control = control)
    start <- unname(found$par)
  }
  list(coefficient = start, std_error = unname(sqrt(diag(found$sandwich))), vcov = unname(found$sandwich),
       df = degf(design) + 1 - k, n = nrow(design))
}

write_values(lapply(multinomial, function(case) c(case, svymle_values(case))), "multinomial")
write_values(lapply(replicates, function(case) c(case, svyolr_replicates(case))), "ordinal_replicates")
write_values(lapply(ordinal, function(case) c(case, svyolr_values(case))), "ordinal")
