# Tests of terms of models: Wald, working Wald, working likelihood ratio (Rao and Scott), the last two by saddlepoint.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

# R's saddle() stops looking for its root at 1e-8, which leaves p wrong in the 8th digit. The same function, looking on.
text <- gsub("tol = 1e-08", "tol = 1e-15", deparse(getFromNamespace("saddle", "survey")), fixed = TRUE)
stopifnot(any(grepl("tol = 1e-15", text, fixed = TRUE)))
assignInNamespace("saddle", eval(parse(text = text), asNamespace("survey")), "survey")

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
families <- list(linear = gaussian(), logistic = quasibinomial(), probit = quasibinomial("probit"), poisson = quasipoisson(), gamma = Gamma("log"))

# in_r: the formula and the terms as R has them. The terms that are tested have no missing values: R's model without them
# would have other cases.
case <- function(data, design, family, formula, terms, in_r = formula, terms_in_r = paste("~", paste(terms, collapse = "+")), where = NULL)
  list(data = data, design = design, family = family, formula = formula, terms = I(terms), in_r = in_r, terms_in_r = terms_in_r, where = where)
cases <- list(
  case("apistrat", strat, "linear", "api00 ~ ell + meals + stype", "stype"),
  case("apistrat", strat, "linear", "api00 ~ ell + meals + mobility", c("ell", "mobility")),
  case("apiclus1", clus, "linear", "api00 ~ ell * sch_wide + meals", "ell:sch_wide"),
  case("apiclus1", clus, "linear", "target ~ meals + stype", "stype"),
  case("apistrat", strat, "logistic", "awards ~ stype + api99", "stype", "I(awards == 'Yes') ~ stype + api99"),
  case("apiclus1", clus, "logistic", "comp_imp ~ ell + meals + mobility", c("meals", "mobility"), "I(comp_imp == 'Yes') ~ ell + meals + mobility"),
  case("nhanes", health, "logistic", "HI_CHOL ~ C(race) + C(agecat) + RIAGENDR", "C(race)",
       "HI_CHOL ~ factor(race) + factor(agecat) + RIAGENDR", "~ factor(race)"),
  case("nhanes", health, "logistic", "HI_CHOL ~ C(agecat) * RIAGENDR", "RIAGENDR:C(agecat)",
       "HI_CHOL ~ factor(agecat) * RIAGENDR", "~ factor(agecat):RIAGENDR"),
  case("nhanes", health, "logistic", "HI_CHOL ~ C(agecat) + RIAGENDR", c("C(agecat)", "RIAGENDR"),
       "HI_CHOL ~ factor(agecat) + RIAGENDR", "~ factor(agecat) + RIAGENDR",
       where = list(variable = "race", values = list(2, 3))),
  case("nhanes", health, "probit", "HI_CHOL ~ C(race) + agecat", "C(race)", "HI_CHOL ~ factor(race) + agecat", "~ factor(race)"),
  case("apistrat", strat, "poisson", "api_stu ~ ell + meals + stype", c("ell", "stype")),
  case("apiclus1", clus, "poisson", "enroll ~ meals + stype", "stype", where = list(variable = "awards", values = list("Yes", "No"))),
  case("apistrat", strat, "gamma", "api00 ~ ell + meals + mobility", "mobility")
)

# The covariance of the design, and the deviance, of coefficients that stand still; see make_glm.R.
fit <- function(formula, design, family, steps = 20) {
  tight <- list(epsilon = 1e-14, maxit = 100)
  found <- do.call(svyglm, list(formula, design, family = family, control = tight))
  if (steps) for (i in seq_len(steps)) found <- do.call(svyglm, list(formula, design, family = family, control = tight, start = unname(coef(found))))
  found
}

values <- function(case) {
  design <- domain_of(design_of(case), case$where)
  outcome <- all.vars(as.formula(case$in_r))[1]
  # Cases without an answer to the outcome leave now, so that the weights' mean is that of the cases of the model.
  design <- subset(design, !is.na(design$variables[[outcome]]))
  found <- fit(as.formula(case$in_r), design, families[[case$family]])
  terms <- as.formula(case$terms_in_r)
  wald <- regTermTest(found, terms)
  working <- regTermTest(found, terms, method = "WorkingWald")
  # R's own likelihood ratio fits once more, less tightly; this is its formula.
  without <- fit(update(as.formula(case$in_r), as.formula(paste(". ~ . -", paste0("(", as.character(terms)[2], ")")))), design, families[[case$family]])
  ratio <- deviance(without) - deviance(found)
  lambda <- working$lambda
  p <- survey:::pFsum(ratio, rep(1, length(lambda)), lambda, ddf = working$ddf, method = "saddlepoint", lower.tail = FALSE)
  lrt <- regTermTest(fit(as.formula(case$in_r), design, families[[case$family]], steps = 0), terms, method = "LRT")
  stopifnot(all.equal(c(lrt$chisq, lrt$p), c(ratio, p), tolerance = 1e-4))
  list(df = wald$ddf, q = wald$df, wald = list(statistic = c(wald$Ftest), p_value = c(wald$p)),
       working_wald = list(statistic = c(working$chisq), p_value = c(working$p)), working_lrt = list(statistic = ratio, p_value = p))
}

write_values(lapply(cases, function(case) c(case, values(case))), "term_tests")
