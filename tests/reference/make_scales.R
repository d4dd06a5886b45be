# Reliability of scales: value by svycralpha and svyfactanal, standard errors by svycontrast on weighted means of products.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
case <- function(data, design, items, reverse = list(), where = NULL)
  list(data = data, design = design, items = I(items), reverse = I(reverse), where = where)
high_schools <- list(variable = "stype", values = list("H"))

clus2 <- list(weight = "pw", psu = "dnum", fpc = "fpc1")

cases <- list(
  case("apistrat", strat, c("ell", "meals", "api00"), "api00"),
  case("apistrat", list(weight = "pw"), c("ell", "mobility", "meals", "api00"), "api00"),
  case("apistrat", strat, c("ell", "mobility", "meals", "api00", "acs_core"), "api00"),
  case("apistrat", strat, c("ell", "meals", "api99"), "api99", high_schools),
  case("apiclus1", clus, c("ell", "mobility", "meals", "api00"), "api00"),
  case("apiclus1", clus, c("ell", "mobility", "meals", "acs_core"), "acs_core"),
  case("apiclus2", clus2, c("ell", "meals", "api00"), "api00"),
  case("apiclus2", clus2, c("ell", "mobility", "meals", "api00"), "api00")
)

# Means of the items, of their squares and of their products, of those who answered all: x1, x2, ..., q1_1, q1_2, ...
products <- function(design, items, reverse) {
  x <- as.matrix(design$variables[, items])
  answered <- rowSums(is.na(x)) == 0
  x <- sweep(sweep(x, 2, colMeans(x, na.rm = TRUE)), 2, ifelse(items %in% reverse, -1, 1), "*")
  k <- length(items)
  for (i in 1:k) {
    design$variables[[paste0("x", i)]] <- x[, i]
    for (j in i:k) design$variables[[paste0("q", i, "_", j)]] <- x[, i] * x[, j]
  }
  names <- c(paste0("x", 1:k), unlist(lapply(1:k, function(i) paste0("q", i, "_", i:k))))
  svymean(as.formula(paste("~", paste(names, collapse = "+"))), subset(design, answered))
}

# Formulas, as R code, in these means.
covariance <- function(i, j) sprintf("(q%d_%d - x%d * x%d)", min(i, j), max(i, j), i, j)
of_sum <- function(rows, columns) paste0("(", paste(outer(rows, columns, Vectorize(covariance)), collapse = " + "), ")")
alpha <- function(items) sprintf("%d / %d * (1 - (%s) / %s)", length(items), length(items) - 1,
                                 paste(covariance_of(items), collapse = " + "), of_sum(items, items))
covariance_of <- function(items) sapply(items, function(i) covariance(i, i))
correlation <- function(i, j) sprintf("%s / sqrt(%s * %s)", covariance(i, j), covariance(i, i), covariance(j, j))
standardised <- function(items) {
  pairs <- combn(items, 2)
  r <- paste0("(", paste(apply(pairs, 2, function(p) correlation(p[1], p[2])), collapse = " + "), ") / ", ncol(pairs))
  sprintf("%d * (%s) / (1 + %d * (%s))", length(items), r, length(items) - 1, r)
}
with_rest <- function(i, items) {
  rest <- setdiff(items, i)
  sprintf("%s / sqrt(%s * %s)", of_sum(i, rest), covariance(i, i), of_sum(rest, rest))
}
# With three items one factor fits exactly: a1^2 = s12 * s13 / s23, so omega has a closed form.
loading <- function(i) { o <- setdiff(1:3, i); sprintf("sqrt(%s * %s / %s)", covariance(i, o[1]), covariance(i, o[2]), covariance(o[1], o[2])) }
omega_of_three <- function() {
  a <- sapply(1:3, loading)
  u <- sprintf("(%s - %s^2)", sapply(1:3, function(i) covariance(i, i)), a)
  common <- paste0("(", paste(a, collapse = " + "), ")^2")
  sprintf("%s / (%s + %s)", common, common, paste(u, collapse = " + "))
}
standard_loading <- function(i) sprintf("%s / sqrt(%s)", loading(i), covariance(i, i))

contrast <- function(means, code) {
  found <- svycontrast(means, list(f = parse(text = code)[[1]]))
  list(value = unname(coef(found)), std_error = unname(SE(found)))
}

values <- function(case) {
  items <- unlist(case$items); k <- seq_along(items)
  design <- domain_of(design_of(case), case$where)
  means <- products(design, items, unlist(case$reverse))
  for (item in unlist(case$reverse)) design$variables[[item]] <- -design$variables[[item]]
  formula <- as.formula(paste("~", paste(items, collapse = "+")))
  answered <- rowSums(is.na(design$variables[, items])) == 0
  design <- subset(design, answered)
  many <- length(items) > 3
  fitted <- if (many) svyfactanal(formula, design, factors = 1, control = list(opt = list(factr = 10, maxit = 5000)))
  s <- matrix(svyvar(formula, design), length(items))
  found <- list(
    n = sum(weights(design) != 0), df = degf(domain_of(design_of(case), case$where)),
    alpha = contrast(means, alpha(k)),
    standardised_alpha = contrast(means, standardised(k)),
    alpha_without = lapply(k, function(i) if (length(k) > 2) contrast(means, alpha(setdiff(k, i)))),
    with_rest = lapply(k, function(i) contrast(means, with_rest(i, k))),
    omega = if (many) NULL else contrast(means, omega_of_three()),
    loadings = if (many) NULL else lapply(k, function(i) contrast(means, standard_loading(i))))
  stopifnot(all.equal(found$alpha$value, unname(c(svycralpha(formula, design)))))
  if (many) {
    a <- c(fitted$loadings) * sqrt(diag(s)); if (sum(a) < 0) a <- -a
    found$factanal <- list(loadings = unname(a / sqrt(diag(s))), uniqueness = unname(fitted$uniquenesses),
                           omega = sum(a)^2 / (sum(a)^2 + sum(fitted$uniquenesses * diag(s))))
  }
  found
}

# Alpha and omega again with each PSU left out in turn, as the jackknife does it (JK1).
jackknife <- function(case) {
  items <- unlist(case$items)
  sign <- ifelse(items %in% unlist(case$reverse), -1, 1)
  design <- as.svrepdesign(make_design(case$data, weight = "pw", psu = "dnum"), type = "JK1", mse = TRUE)
  found <- withReplicates(design, function(w, data) {
    s <- cov.wt(sweep(data[, items], 2, sign, "*"), w, method = "ML")$cov
    a <- c(factanal(covmat = s, factors = 1, control = list(opt = list(factr = 10, maxit = 5000)))$loadings)
    raw <- a * sqrt(diag(s)); k <- length(items)
    c(k / (k - 1) * (1 - sum(diag(s)) / sum(s)), sum(raw)^2 / (sum(raw)^2 + sum((1 - a^2) * diag(s))))
  })
  list(alpha = list(value = found[1], std_error = SE(found)[1]), omega = list(value = found[2], std_error = SE(found)[2]))
}

finished <- lapply(cases, function(case) c(case, values(case)))
finished[[5]]$jackknife <- jackknife(cases[[5]])
finished[[8]]$jackknife <- jackknife(cases[[8]])
write_values(finished, "scales")
