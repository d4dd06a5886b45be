# Predictive margins, marginal effects, predictions and direct standardisation.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
lonely <- list(weight = "pw", strata = "cname", psu = "dnum", lonely_psu = "adjust")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
families <- list(linear = gaussian(), logistic = quasibinomial(), probit = quasibinomial("probit"), cloglog = quasibinomial("cloglog"),
                 poisson = quasipoisson(), gamma = Gamma("log"), gamma_inverse = Gamma("inverse"))
tight <- list(epsilon = 1e-14, maxit = 100)

case <- function(data, design, family, formula, in_r = formula, ...)
  list(data = data, design = design, family = family, formula = formula, in_r = in_r, ...)

# The model, from where it ended: glm stops where the deviance does.
fitted_to <- function(case, design, formula = case$in_r, again = 5) {
  fit <- function(...) do.call(svyglm, list(as.formula(formula), design, family = families[[case$family]], control = tight, ...))
  found <- fit()
  for (i in seq_len(again)) found <- fit(start = unname(coef(found)))
  found
}

# Estimates that a vector of weights gives, for all cases with an answer: the model is fitted again, then averaged.
estimator <- function(model, frame, at) {
  terms <- delete.response(terms(model))
  rows <- match(rownames(model.frame(model)), rownames(frame))
  used <- frame[rows, ]
  xlev <- model$xlevels
  x <- model.matrix(terms, model.frame(terms, used, xlev = xlev))
  matrices <- lapply(at(used), function(one) lapply(one$frames, function(f) model.matrix(terms, model.frame(terms, f, xlev = xlev))))
  shares <- lapply(at(used), function(one) one$shares)
  function(w, steps = 100) {
    b <- coef(model)
    control <- list(epsilon = 1e-14, maxit = steps)
    for (i in seq_len(if (steps > 1) 6 else 1))
      b <- coef(suppressWarnings(glm.fit(x, model$y, w / sum(w), start = b, family = model$family, control = control)))
    unlist(Map(function(ms, s) sum(s * sapply(ms, function(m) sum(w * model$family$linkinv(drop(m %*% b))) / sum(w))), matrices, shares))
  }
}

# Everybody in each category in turn.
margins_at <- function(name, levels) function(used)
  lapply(levels, function(level) {
    used[[name]] <- if (is.factor(used[[name]])) factor(level, levels(used[[name]])) else level
    list(frames = list(used), shares = 1)
  })

# Derivatives by differences of fourth order; steps from the first category to each.
effects_at <- function(predictors) function(used)
  do.call(c, lapply(names(predictors), function(name) {
    levels <- predictors[[name]]
    if (is.null(levels) || identical(levels, "number")) {
      h <- 1e-3 * max(1, sd(used[[name]]))
      moved <- lapply(c(-2, -1, 1, 2) * h, function(d) { used[[name]] <- used[[name]] + d; used })
      return(list(list(frames = moved, shares = c(1, -8, 8, -1) / (12 * h))))
    }
    all <- margins_at(name, levels)(used)
    lapply(all[-1], function(one) list(frames = c(one$frames, all[[1]]$frames), shares = c(1, -1)))
  }))

with_factors <- function(design, names) {
  for (name in names) design$variables[[name]] <- factor(design$variables[[name]])
  design
}

averaged <- function(case, model, design, at) {
  theta <- estimator(model, design$variables, at)
  rows <- match(rownames(model.frame(model)), rownames(design$variables))
  v <- by_weights(theta, design, rows)
  df <- model$df.residual
  value <- theta(weights(design)[rows])
  std_error <- sqrt(diag(v))
  half <- qt(0.975, df) * std_error
  jackknife <- function() {
    replicated <- as.svrepdesign(design, type = case$replicates)
    anew <- withReplicates(replicated, function(w, data) theta(w[rows]))
    sqrt(diag(attr(anew, "var")))
  }
  list(value = unname(value), std_error = std_error, vcov = unname(v), ci_low = unname(value - half), ci_high = unname(value + half), df = df,
       jackknife = if (is.null(case$replicates)) NULL else jackknife())
}

clus_1 <- clus[c("weight", "psu")]
margins <- list(
  case("apistrat", strat, "logistic", "comp_imp ~ ell + meals + stype", "I(comp_imp == 'Yes') ~ ell + meals", over = "stype"),
  case("apiclus1", clus, "linear", "api00 ~ ell + meals + stype", "api00 ~ ell + meals", over = "stype"),
  case("apiclus1", clus_1, "logistic", "sch_wide ~ ell + meals + stype", "I(sch_wide == 'Yes') ~ ell + meals", over = "stype", replicates = "JK1"),
  case("apiclus2", lonely, "poisson", "enroll ~ meals + stype", "enroll ~ meals", over = "stype"),
  case("nhanes", health, "logistic", "HI_CHOL ~ agecat + RIAGENDR + C(race)", "HI_CHOL ~ agecat + RIAGENDR", over = "race", replicates = "JKn"),
  case("nhanes", health, "probit", "HI_CHOL ~ C(agecat) + C(race)", "HI_CHOL ~ factor(race)", over = "agecat"),
  case("nhanes", health, "logistic", "HI_CHOL ~ RIAGENDR + agecat", "HI_CHOL ~ RIAGENDR", over = "agecat", numbers = list(2, 3.5))
)

margins_of <- function(case) {
  design <- design_of(case)
  name <- case$over
  levels <- if (is.null(case$numbers)) sort(unique(design$variables[[name]])) else unlist(case$numbers)
  # svypredmeans fits it again with the group added, from where R starts.
  adjusted <- fitted_to(case, if (is.null(case$numbers)) with_factors(design, name) else design, again = 0)
  factored <- if (is.null(case$numbers)) with_factors(design, name) else design
  groups <- if (is.null(case$numbers)) factor(levels, levels(factored$variables[[name]])) else levels
  r <- svypredmeans(adjusted, as.formula(paste0("~", name)), predictat = groups)
  whole <- fitted_to(case, factored, paste(case$in_r, "+", name))
  found <- averaged(case, whole, factored, margins_at(name, levels))
  stopifnot(all.equal(unname(coef(r)), found$value, tolerance = 1e-8))
  parts <- attr(attr(r, "var"), "parts")
  c(found, list(levels = levels, apart = unname(sqrt(diag(attr(r, "var")))), of_model = sqrt(diag(parts[[1]])), of_sample = unname(sqrt(diag(parts[[2]])))))
}

effects <- list(
  case("apistrat", strat, "logistic", "comp_imp ~ ell + meals + stype", "I(comp_imp == 'Yes') ~ ell + meals + stype",
       predictors = list(ell = "number", meals = "number", stype = c("E", "H", "M"))),
  case("apiclus1", clus_1, "logistic", "sch_wide ~ ell * stype + log(enroll)", "I(sch_wide == 'Yes') ~ ell * stype + log(enroll)",
       predictors = list(ell = "number", stype = c("E", "H", "M"), enroll = "number")),
  case("apiclus1", clus_1, "gamma", "enroll ~ stype + api99", predictors = list(stype = c("E", "H", "M"), api99 = "number"), replicates = "JK1"),
  case("apiclus2", lonely, "linear", "api00 ~ ell + I(ell**2) + meals:stype", "api00 ~ ell + I(ell^2) + meals:stype",
       predictors = list(ell = "number", meals = "number", stype = c("E", "H", "M"))),
  case("apiclus2", lonely, "gamma_inverse", "enroll ~ stype + meals", predictors = list(stype = c("E", "H", "M"), meals = "number")),
  case("nhanes", health, "logistic", "HI_CHOL ~ C(race) + agecat * RIAGENDR", "HI_CHOL ~ race + agecat * RIAGENDR",
       predictors = list(race = 1:4, agecat = "number", RIAGENDR = "number"), replicates = "JKn"),
  case("nhanes", health, "cloglog", "HI_CHOL ~ C(RIAGENDR) + agecat", "HI_CHOL ~ RIAGENDR + agecat",
       predictors = list(RIAGENDR = 1:2, agecat = "number")),
  case("nhanes", health, "probit", "HI_CHOL ~ agecat + I(agecat**2)", "HI_CHOL ~ agecat + I(agecat^2)", predictors = list(agecat = "number"))
)

effects_of <- function(case) {
  design <- with_factors(design_of(case), names(Filter(function(levels) !identical(levels, "number"), case$predictors)))
  averaged(case, fitted_to(case, design), design, effects_at(case$predictors))
}

predictions <- list(
  case("apistrat", strat, "logistic", "comp_imp ~ ell + meals + stype", "I(comp_imp == 'Yes') ~ ell + meals + stype",
       at = list(list(ell = 10, meals = 20, stype = "E"), list(ell = 40, meals = 80, stype = "H"))),
  case("apiclus1", clus, "gamma_inverse", "api00 ~ ell + meals", at = list(list(ell = 5, meals = 10), list(ell = 50, meals = 90))),
  case("apiclus2", lonely, "poisson", "enroll ~ meals + stype", at = list(list(meals = 0, stype = "E"), list(meals = 100, stype = "M"))),
  case("nhanes", health, "logistic", "HI_CHOL ~ C(race) * agecat", "HI_CHOL ~ factor(race) * agecat",
       at = list(list(race = 1, agecat = 2), list(race = 4, agecat = 4))),
  case("nhanes", health, "linear", "HI_CHOL ~ agecat + RIAGENDR", at = list(list(agecat = 2, RIAGENDR = 1)))
)

predictions_of <- function(case) {
  model <- fitted_to(case, design_of(case))
  profiles <- do.call(rbind, lapply(case$at, as.data.frame))
  on_response <- predict(model, profiles, type = "response", se.fit = TRUE)
  on_link <- predict(model, profiles, type = "link", se.fit = TRUE)
  half <- qt(0.975, model$df.residual) * SE(on_link)
  ends <- cbind(model$family$linkinv(coef(on_link) - half), model$family$linkinv(coef(on_link) + half))
  list(value = unname(c(on_response)), std_error = unname(SE(on_response)), ci_low = unname(apply(ends, 1, min)),
       ci_high = unname(apply(ends, 1, max)), df = model$df.residual)
}

standardised <- list(
  # NCHS data brief 92 (2012), Figure 1, as in the help page of svystandardize.
  list(data = "nhanes", design = health, variable = "HI_CHOL", over = "agecat", by = c("race", "RIAGENDR"),
       population = list("2" = 77670, "3" = 72816, "4" = 45364)),
  list(data = "nhanes", design = health, variable = "HI_CHOL", over = "agecat", by = NULL,
       population = list("1" = 55901, "2" = 77670, "3" = 72816, "4" = 45364)),
  list(data = "nhanes", design = health, variable = "HI_CHOL", over = "agecat", by = "race",
       population = list("1" = 55901, "2" = 77670, "3" = 72816, "4" = 45364), replicates = "JKn"),
  list(data = "apistrat", design = strat, variable = "api00", over = "stype", by = "awards", population = list(E = 6, H = 2, M = 2)),
  list(data = "apiclus1", design = clus, variable = "enroll", over = "stype", by = "comp_imp", population = list(E = 0.5, H = 0.25, M = 0.25)),
  list(data = "apiclus1", design = clus, variable = "comp_imp", code = "Yes", over = "stype", by = "sch_wide",
       population = list(E = 0.5, H = 0.25, M = 0.25))
)

standardised_of <- function(case) {
  design <- design_of(case)
  if (!is.null(case$code)) design$variables[[case$variable]] <- as.numeric(design$variables[[case$variable]] == case$code)
  if (!is.null(case$replicates)) design <- as.svrepdesign(design, type = case$replicates)
  shares <- unlist(case$population)
  # R wants a share for every category; those of the others do not count once they are left out.
  everything <- sort(unique(as.character(design$variables[[case$over]])))
  design <- update(design, .one = "1")
  of_groups <- function(groups) {
    population <- ifelse(everything %in% names(shares), shares[everything], 1)
    again <- svystandardize(design, column(case$over), groups, population, excluding.missing = column(case$variable))
    inside <- as.character(again$variables[[case$over]]) %in% names(shares)
    svyby(column(case$variable), groups, svymean, design = subset(again, inside))
  }
  collect <- function(found) list(coef(found), SE(found))
  parts <- list(collect(of_groups(~.one)))
  if (!is.null(case$by)) {
    found <- of_groups(as.formula(paste("~", paste(case$by, collapse = "+"))))
    # Varsam's columns have the last variable changing first.
    order_of <- do.call(order, unname(as.list(found[case$by])))
    parts <- list(list(coef(found)[order_of], SE(found)[order_of]), parts[[1]])
  }
  list(value = unname(unlist(lapply(parts, `[[`, 1))), std_error = unname(unlist(lapply(parts, `[[`, 2))))
}

all_of <- function(cases, values) lapply(cases, function(case) c(case, suppressWarnings(values(case))))
write_values(list(margins = all_of(margins, margins_of), effects = all_of(effects, effects_of),
                  predictions = all_of(predictions, predictions_of), standardised = all_of(standardised, standardised_of)), "margins")
