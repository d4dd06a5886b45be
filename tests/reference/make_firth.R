# Firth's penalised logistic regression by brglm2 (Debian's r-cran-brglm2 0.9), and variance inflation by its formula.
# brglm2 knows no sampling: its coefficients are compared, with weights of mean 1 (weights of binomial trials in R).
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))
suppressMessages(library(brglm2))

case <- function(data, weight, formula, in_r = formula) list(data = data, weight = weight, formula = formula, in_r = in_r)
cases <- list(
  case("endometrial", NULL, "HG ~ NV + PI + EH"),
  case("endometrial", "EH", "HG ~ NV + PI"),
  case("apistrat", "pw", "awards ~ stype + api99", "I(awards == 'Yes') ~ stype + api99"),
  case("apiclus1", "pw", "comp_imp ~ ell * stype", "I(comp_imp == 'Yes') ~ ell * stype")
)

# Fox and Monette (1992), from weighted correlations of the columns.
inflation <- function(x, w, term) {
  r <- cov.wt(x, w, cor = TRUE)$cor
  sapply(unique(term), function(t) det(r[term == t, term == t, drop = FALSE]) * det(r[term != t, term != t, drop = FALSE]) / det(r))
}

values <- function(case) {
  frame <- data_set(case$data)
  w <- if (is.null(case$weight)) rep(1, nrow(frame)) else frame[[case$weight]]
  w <- w / mean(w)
  frame$w <- w
  tight <- list(epsilon = 1e-12, maxit = 1000)
  fit <- suppressWarnings(glm(as.formula(case$in_r), binomial(), frame, weights = w, method = "brglmFit", type = "AS_mean", control = tight))
  stopifnot(fit$converged)
  x <- model.matrix(fit)
  slopes <- attr(x, "assign") > 0
  list(coefficient = unname(coef(fit)), gvif = unname(inflation(x[, slopes], w, attr(x, "assign")[slopes])))
}

write_values(lapply(cases, function(case) c(case, values(case))), "firth")
