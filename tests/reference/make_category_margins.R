# Predictive margins and marginal effects of ordinal and multinomial models, by category of the outcome. R's survey has
# none: the models are fitted here from their likelihood (ordinal ones from where svyolr ends, and to the same solution),
# and the estimates' covariance is the infinitesimal jackknife of common.R, or the jackknife of withReplicates.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
clus_1 <- clus[c("weight", "psu")]
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)

# F of the latent value, in arithmetic that takes complex numbers.
distributions <- list(logit = function(z) 1 / (1 + exp(-z)), cloglog = function(z) 1 - exp(-exp(z)), loglog = function(z) exp(-exp(-z)))

case <- function(data, design, family, formula, in_r = formula, link = NULL, over = NULL, predictors = NULL, replicates = NULL)
  list(data = data, design = design, family = family, formula = formula, in_r = in_r, link = link, over = over, predictors = predictors, replicates = replicates)

cases <- list(
  case("apistrat", strat, "ordinal", "band ~ ell + meals + stype", over = "stype", predictors = list(ell = "number", meals = "number", stype = c("E", "H", "M"))),
  case("apiclus1", clus_1, "ordinal", "kind ~ meals + comp_imp", over = "comp_imp", predictors = list(meals = "number", comp_imp = c("No", "Yes")), replicates = "JK1"),
  case("apistrat", strat, "ordinal", "band ~ log(enroll) * sch_wide", over = "sch_wide", predictors = list(enroll = "number", sch_wide = c("No", "Yes"))),
  case("apistrat", strat, "ordinal", "band ~ ell + comp_imp", link = "cloglog", over = "comp_imp", predictors = list(ell = "number", comp_imp = c("No", "Yes"))),
  case("nhanes", health, "ordinal", "agecat ~ HI_CHOL + C(race)", "agecat ~ HI_CHOL + race", link = "loglog", over = "race", predictors = list(HI_CHOL = "number", race = 1:4)),
  case("apistrat", strat, "multinomial", "band ~ ell + I(ell**2) + comp_imp", "band ~ ell + I(ell^2) + comp_imp", over = "comp_imp",
       predictors = list(ell = "number", comp_imp = c("No", "Yes"))),
  case("apiclus1", clus_1, "multinomial", "kind ~ ell + comp_imp", over = "comp_imp", predictors = list(ell = "number", comp_imp = c("No", "Yes")), replicates = "JK1"),
  case("nhanes", health, "multinomial", "agecat ~ HI_CHOL + C(race)", "agecat ~ HI_CHOL + race", over = "race",
       predictors = list(HI_CHOL = "number", race = 1:4))
)

# (n, q + 1) chances at parameters b: predictors' coefficients and thresholds, or the equations one after the other.
chances <- function(case, b, x, q) {
  if (case$family == "multinomial") {
    odds <- cbind(1, exp(x %*% matrix(b, ncol = q)))
    return(odds / rowSums(odds))
  }
  p <- ncol(x) - 1
  eta <- drop(x[, -1, drop = FALSE] %*% b[seq_len(p)])
  below <- sapply(b[p + seq_len(q)], function(t) distributions[[if (is.null(case$link)) "logit" else case$link]](t - eta))
  cbind(below, 1) - cbind(0, below)
}

# (n, p) derivatives of the cases' log likelihood, along imaginary steps.
scores <- function(case, b, x, y, q) sapply(seq_along(b), function(k) {
  there <- b + 0i; there[k] <- there[k] + 1e-30i
  Im(log(chances(case, there, x, q)[cbind(seq_along(y), y)])) / 1e-30
})

# Second derivatives of the log likelihood, by differences of the first: steps that move predictors by about 0.001.
curvature <- function(case, b, x, y, q, w) {
  steps <- 5e-4 / sqrt(colMeans(scores(case, b, x, y, q)^2))
  sapply(seq_along(b), function(k) {
    at <- function(d) { b[k] <- b[k] + d * steps[k]; drop(crossprod(scores(case, b, x, y, q), w)) }
    (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * steps[k])
  })
}

newton <- function(case, x, y, q, w, b, steps) {
  for (i in seq_len(steps)) b <- b - solve(curvature(case, b, x, y, q, w), drop(crossprod(scores(case, b, x, y, q), w)))
  b
}

set_to <- function(frame, name, level) {
  frame[[name]] <- if (is.factor(frame[[name]])) factor(level, levels(frame[[name]])) else level
  frame
}

# What is averaged: frames with a share each, as in make_margins.R; a number's derivative by differences of fourth order.
margins_at <- function(frame, name, levels) lapply(levels, function(level) list(frames = list(set_to(frame, name, level)), shares = 1))
effects_at <- function(frame, predictors) do.call(c, lapply(names(predictors), function(name) {
  levels <- predictors[[name]]
  if (identical(levels, "number")) {
    h <- 1e-3 * max(1, sd(frame[[name]]))
    return(list(list(frames = lapply(c(-2, -1, 1, 2) * h, function(d) { frame[[name]] <- frame[[name]] + d; frame }), shares = c(1, -8, 8, -1) / (12 * h))))
  }
  lapply(levels[-1], function(level) list(frames = list(set_to(frame, name, level), set_to(frame, name, levels[1])), shares = c(1, -1)))
}))

averaged <- function(case, theta, design, rows, df) {
  v <- by_weights(theta, design, rows)
  found <- list(value = theta(weights(design)[rows], 0), std_error = sqrt(diag(v)), vcov = unname(v), df = df)
  if (!is.null(case$replicates))
    found$jackknife <- sqrt(diag(attr(withReplicates(as.svrepdesign(design, type = case$replicates), function(w, data) theta(w[rows], 8)), "var")))
  found
}

values <- function(case) {
  design <- with_bands(design_of(case))
  for (name in names(Filter(function(levels) !identical(levels, "number"), case$predictors)))
    design$variables[[name]] <- factor(design$variables[[name]])
  formula <- as.formula(case$in_r)
  terms <- delete.response(terms(formula))
  rows <- which(complete.cases(design$variables[, all.vars(formula)]))
  frame <- design$variables[rows, ]
  outcome <- factor(frame[[all.vars(formula)[1]]])
  y <- as.integer(outcome); q <- nlevels(outcome) - 1
  x <- model.matrix(terms, frame)
  w <- weights(design)[rows] / mean(weights(design)[rows])
  if (case$family == "ordinal") {
    part <- design
    part$variables[[all.vars(formula)[1]]] <- factor(part$variables[[all.vars(formula)[1]]])
    method <- if (is.null(case$link)) "logistic" else "cloglog"
    start <- if (identical(case$link, "cloglog")) NULL else suppressWarnings(do.call(svyolr, list(formula, part, method = method)))
    ends <- qlogis(cumsum(prop.table(tapply(w, y, sum)))[seq_len(q)])
    b <- if (is.null(start)) unname(c(rep(0, ncol(x) - 1), ends)) else unname(c(start$coefficients, start$zeta))
    solution <- newton(case, x, y, q, w, b, if (is.null(start)) 30 else 8)
    stopifnot(is.null(start) || all.equal(solution, b, tolerance = 1e-2))
  } else solution <- newton(case, x, y, q, w, rep(0, q * ncol(x)), 12)
  # At the solution the scores add up to 0, so that a step has its derivative also with the curvature of the sample's weights.
  at_solution <- list(scores = scores(case, solution, x, y, q), curvature = curvature(case, solution, x, y, q, w))
  estimator <- function(at) {
    matrices <- lapply(at, function(one) lapply(one$frames, function(f) model.matrix(terms, f)))
    mean_weight <- mean(weights(design)[rows])
    function(w, steps = 0) {
      b <- if (steps == 1) solution - solve(at_solution$curvature, drop(crossprod(at_solution$scores, w / mean_weight))) else
        newton(case, x, y, q, w / mean_weight, solution, steps)
      unlist(Map(function(ms, one) Reduce(`+`, Map(function(m, s) s * colSums(w * chances(case, b, m, q)) / sum(w), ms, one$shares)), matrices, at))
    }
  }
  df <- degf(subset(design, seq_len(nrow(design)) %in% rows)) + 1 - ncol(x)
  list(levels = levels(frame[[case$over]]),
       margins = averaged(case, estimator(margins_at(frame, case$over, levels(frame[[case$over]]))), design, rows, df),
       effects = averaged(case, estimator(effects_at(frame, case$predictors)), design, rows, df))
}

write_values(lapply(cases, function(case) c(case, values(case))), "category_margins")
