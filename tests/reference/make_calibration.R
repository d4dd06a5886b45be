# Calibration: the weights, and the standard errors that know of it, by linearisation and by replicates.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

# Steps -----------------------------------------------------------------------------------------------------------
post <- function(variables, population) list(kind = "post_stratify", variables = I(variables), population = population)
raking <- function(margins) list(kind = "rake", margins = margins)
# totals: variable = number, or variable = list of counts by category
calib <- function(totals, distance = "linear", bounds = NULL, size = NULL)
  list(kind = "calibrate", totals = totals, distance = distance, bounds = bounds, size = size)
trimming <- function(lower = NULL, upper = NULL, strict = FALSE) list(kind = "trim", lower = lower, upper = upper, strict = strict)

term <- function(name) if (is.numeric(name)) name else paste0("factor(", name, ")")
counts <- function(name, known) setNames(data.frame(names(known), unlist(known, use.names = FALSE)), c(name, "Freq"))

post_stratified <- function(design, step) {
  known <- as.data.frame(do.call(rbind, lapply(step$population, function(cell) unlist(cell$combination))))
  names(known) <- step$variables
  known$Freq <- sapply(step$population, `[[`, "count")
  postStratify(design, as.formula(paste0("~", paste(step$variables, collapse = "+"))), known)
}

# R stops replicates when the whole sample has converged, so they are given a fixed number of rounds.
raked <- function(design, step) {
  replicated <- inherits(design, "svyrep.design")
  control <- if (replicated) list(maxit = 100, epsilon = 1e-300, verbose = FALSE) else list(maxit = 5000, epsilon = 1e-13, verbose = FALSE)
  margins <- step$margins
  again <- function() rake(design, lapply(names(margins), column), Map(counts, names(margins), margins), control = control)
  if (replicated) suppressWarnings(again()) else again()
}

calibrated <- function(design, step) {
  labelled <- vapply(step$totals, is.list, NA)
  size <- if (is.null(step$size)) sum(unlist(step$totals[labelled][[1]])) else step$size
  population <- c("(Intercept)" = size)
  for (name in names(step$totals)) {
    known <- unlist(step$totals[[name]])
    population <- c(population, if (labelled[[name]]) setNames(known[-1], paste0(term(name), names(known)[-1])) else setNames(known, name))
  }
  terms <- c("1", ifelse(labelled, sapply(names(step$totals), term), names(step$totals)))
  bounds <- if (is.null(step$bounds)) c(-Inf, Inf) else step$bounds
  calibrate(design, as.formula(paste("~", paste(terms, collapse = "+"))), population, calfun = step$distance, bounds = bounds,
            epsilon = 1e-12, maxit = 500)
}

trimmed <- function(design, step) {
  trimWeights(design, lower = if (is.null(step$lower)) -Inf else step$lower, upper = if (is.null(step$upper)) Inf else step$upper,
              strict = step$strict)
}

taken <- list(post_stratify = post_stratified, rake = raked, calibrate = calibrated, trim = trimmed)
after <- function(design, steps) { for (step in steps) design <- taken[[step$kind]](design, step); design }

# Estimates -------------------------------------------------------------------------------------------------------
estimate <- function(design, statistic, variable, where = NULL) {
  part <- domain_of(design, where)
  found <- (if (statistic == "mean") svymean else svytotal)(column(variable), part, na.rm = TRUE, deff = "replace")
  list(statistic = statistic, variable = variable, where = where, value = unname(coef(found)), std_error = unname(c(SE(found))),
       deff = unname(c(deff(found))), df = degf(part))
}

test_of <- function(design, rows, by) {
  found <- suppressWarnings(svychisq(as.formula(paste0("~", rows, "+", by)), design, statistic = "F"))
  wald <- suppressWarnings(svychisq(as.formula(paste0("~", rows, "+", by)), design, statistic = "adjWald"))
  list(rows = rows, by = by, adjusted_wald = unname(c(wald$statistic)), statistic = unname(found$statistic), df1 = unname(found$parameter[1]), df2 = unname(found$parameter[2]),
       p_value = unname(found$p.value))
}

ttest_of <- function(design, variable, by) {
  found <- svyttest(as.formula(paste(variable, "~", by)), design)
  list(variable = variable, by = by, statistic = unname(found$statistic), df = unname(found$parameter), p_value = unname(c(found$p.value)))
}

model_of <- function(design, formula, r_formula, kind) {
  family <- if (kind == "linear") gaussian() else quasibinomial()
  # do.call: svyglm looks its arguments up elsewhere
  fitted <- do.call(svyglm, list(as.formula(r_formula), design, family = family, control = glm.control(epsilon = 1e-14, maxit = 100)))
  list(formula = formula, family = kind, coefficient = unname(coef(fitted)), std_error = unname(SE(fitted)))
}

# Cases -----------------------------------------------------------------------------------------------------------
stype <- list(E = 4421, H = 755, M = 1018)
sch_wide <- list(No = 1072, Yes = 5122)
awards <- list(No = 2027, Yes = 4167)
race <- list("1" = 45e6, "2" = 180e6, "3" = 34e6, "4" = 21e6)
sex <- list("1" = 137e6, "2" = 143e6)
age <- list("1" = 60e6, "2" = 80e6, "3" = 84e6, "4" = 56e6)
cell <- function(combination, count) list(combination = I(combination), count = count)
single <- function(known, as = identity) lapply(names(known), function(code) cell(as(code), known[[code]]))
two_way <- Map(cell, list(c("E", "No"), c("H", "No"), c("M", "No"), c("E", "Yes"), c("H", "Yes"), c("M", "Yes")), c(467, 325, 280, 3954, 430, 738))
race_by_sex <- Map(cell, list(c(1, 1), c(1, 2), c(2, 1), c(2, 2), c(3, 1), c(3, 2), c(4, 1), c(4, 2)),
                   c(23e6, 22e6, 87e6, 93e6, 15.5e6, 18.5e6, 10e6, 11e6))
api99 <- 3914069
enroll <- 3811472

clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
two_stages <- list(weight = "weight", psu = c("id1", "id2"), fpc = c("n1", "n2"))
county <- function(rule) list(weight = "pw", strata = "cname", lonely_psu = rule)
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)

schools <- function(design) list(
  estimates = list(
    estimate(design, "mean", "api00"), estimate(design, "total", "api_stu"), estimate(design, "mean", "target"), estimate(design, "total", "target"),
    estimate(design, "mean", "api00", list(variable = "stype", values = list("M"))),
    estimate(design, "total", "api_stu", list(variable = "awards", values = list("Yes")))),
  tests = list(test_of(design, "comp_imp", "awards"), test_of(design, "stype", "comp_imp")),
  ttests = list(ttest_of(design, "api00", "awards")),
  models = list(model_of(design, "api00 ~ ell + meals + mobility", "api00 ~ ell + meals + mobility", "linear"),
                model_of(design, "comp_imp ~ ell + meals", "I(comp_imp == 'Yes') ~ ell + meals", "logistic")))

people <- function(design) list(
  estimates = list(
    estimate(design, "mean", "HI_CHOL"), estimate(design, "total", "HI_CHOL"),
    estimate(design, "mean", "HI_CHOL", list(variable = "RIAGENDR", values = list(2))),
    estimate(design, "total", "HI_CHOL", list(variable = "agecat", values = list(3, 4)))),
  tests = list(test_of(design, "race", "agecat"), test_of(design, "RIAGENDR", "race")),
  ttests = list(ttest_of(design, "HI_CHOL", "RIAGENDR")),
  models = list(model_of(design, "HI_CHOL ~ C(race) + C(agecat)", "HI_CHOL ~ factor(race) + factor(agecat)", "logistic"),
                model_of(design, "HI_CHOL ~ RIAGENDR", "HI_CHOL ~ RIAGENDR", "linear")))

municipalities <- function(design) list(
  estimates = list(estimate(design, "mean", "y1"), estimate(design, "total", "y1"),
                   estimate(design, "total", "y1", list(variable = "id2", values = list(1, 2)))),
  tests = list(), ttests = list(), models = list())

case <- function(data, design, ..., replicates = NULL) {
  steps <- list(...)
  start <- do.call(make_design, c(list(data = data), design))
  if (!is.null(replicates)) start <- as.svrepdesign(start, type = replicates)
  done <- after(start, steps)
  estimated <- switch(data, nhanes = people, mu284 = municipalities, schools)(done)
  if (!is.null(replicates)) estimated <- list(estimates = estimated$estimates, models = estimated$models)
  weight <- unname(c(weights(done, "sampling")))
  every <- if (data == "nhanes") 40 else 1  # the file stays small
  c(list(data = data, design = design, replicates = replicates, steps = steps, every = every,
         weight = weight[seq(1, length(weight), every)]), estimated)
}

write_values(list(
  case("apiclus1", clus, post("stype", single(stype))),
  case("apiclus1", clus, post(c("stype", "sch_wide"), two_way)),
  case("apistrat", list(weight = "pw"), post("stype", single(stype))),
  case("apistrat", strat, post(c("sch_wide", "comp_imp"), Map(cell, list(c("No", "No"), c("No", "Yes"), c("Yes", "No"), c("Yes", "Yes")), c(900, 172, 800, 4322)))),
  case("nhanes", health, post("race", single(race, as.numeric))),
  case("nhanes", health, post(c("race", "RIAGENDR"), race_by_sex)),
  case("apiclus1", clus, raking(list(stype = stype, sch_wide = sch_wide))),
  case("apistrat", strat, raking(list(sch_wide = sch_wide, awards = awards))),
  case("nhanes", health, raking(list(race = race, RIAGENDR = sex, agecat = age))),
  case("apiclus1", clus, calib(list(stype = stype))),
  case("apiclus1", clus, calib(list(stype = stype, api99 = api99))),
  case("apistrat", strat, calib(list(api99 = api99, enroll = enroll), size = 6194)),
  case("nhanes", health, calib(list(race = race, agecat = age))),
  case("apiclus1", clus, calib(list(stype = stype, api99 = api99), "raking")),
  case("apistrat", strat, calib(list(stype = stype, enroll = enroll, sch_wide = sch_wide), "raking")),
  case("nhanes", health, calib(list(race = race, RIAGENDR = sex, agecat = age), "raking")),
  case("apiclus1", clus, calib(list(stype = stype, api99 = api99), "logit", c(0.5, 2))),
  case("apistrat", strat, calib(list(api99 = api99, enroll = enroll), "logit", c(0.8, 1.2), 6194)),
  case("nhanes", health, calib(list(race = race, agecat = age), "logit", c(0.7, 1.4))),
  case("apiclus1", clus, calib(list(stype = stype, api99 = api99), "linear", c(0.5, 1.7))),
  case("apistrat", strat, calib(list(api99 = api99, enroll = enroll), "linear", c(0.92, 1.1), 6194)),
  case("apiclus1", clus, calib(list(stype = stype, api99 = api99), "raking", c(0.5, 1.7))),
  # One step after another
  case("apiclus1", clus, raking(list(stype = stype, sch_wide = sch_wide)), calib(list(stype = stype, api99 = api99))),
  case("nhanes", health, post("race", single(race, as.numeric)), raking(list(RIAGENDR = sex, agecat = age))),
  case("nhanes", health, calib(list(RIAGENDR = sex), "raking"), post("race", single(race, as.numeric))),
  case("apistrat", strat, trimming(upper = 40)),
  case("apistrat", strat, trimming(lower = 20, upper = 40, strict = TRUE)),
  case("nhanes", health, trimming(upper = 80000)),
  case("nhanes", health, raking(list(race = race, RIAGENDR = sex, agecat = age)), trimming(lower = 6000, upper = 90000, strict = TRUE)),
  # Two stages, each with its share
  case("mu284", two_stages, post("id2", single(list("1" = 100, "2" = 94, "3" = 90), as.numeric))),
  case("mu284", two_stages, calib(list(id2 = list("1" = 100, "2" = 94, "3" = 90)), "raking"), calib(setNames(list(), character()), size = 284)),
  # A calibrated domain has scores in every stratum, also in lonely ones that it does not reach
  case("apistrat", county("adjust"), post("stype", single(stype))),
  case("apistrat", county("average"), calib(list(api99 = api99, enroll = enroll), "raking", size = 6194)),
  # Replicates: each is calibrated by itself
  case("apiclus1", clus, post("stype", single(stype)), replicates = "JK1"),
  case("apistrat", list(weight = "pw", strata = "stype"), post("sch_wide", single(sch_wide)), replicates = "JKn"),
  case("nhanes", health, raking(list(race = race, RIAGENDR = sex, agecat = age)), replicates = "JKn"),
  case("apiclus1", clus, raking(list(stype = stype, sch_wide = sch_wide)), replicates = "JK1"),
  case("apiclus1", clus, calib(list(stype = stype, api99 = api99)), replicates = "JK1"),
  case("nhanes", health, calib(list(race = race, agecat = age), "raking"), replicates = "JKn"),
  case("apiclus1", clus, calib(list(stype = stype, api99 = api99), "logit", c(0.1, 5)), replicates = "JK1")
), "calibration")
