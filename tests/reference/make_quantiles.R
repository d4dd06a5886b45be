# Quantiles by all rules and intervals of svyquantile, with ties, weights, domains, groups and missing answers.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
case <- function(data, design, variable, by = NULL, where = NULL, probabilities = c(0.1, 0.25, 0.5, 0.75, 0.9), replicates = FALSE)
  list(data = data, design = design, variable = variable, by = by, where = where, probabilities = probabilities, replicates = replicates)
cases <- list(
  case("apistrat", list(), "api00"), case("apistrat", strat, "api00", by = "awards"), case("apistrat", strat, "target", by = "stype"),
  case("apistrat", strat, "meals", where = list(variable = "stype", values = list("M"))),
  case("apiclus1", clus, "api99", by = "sch_wide"), case("apiclus1", clus, "enroll"), case("apiclus1", clus, "target"),
  case("nhanes", health, "agecat", by = "RIAGENDR"), case("nhanes", health, "agecat", where = list(variable = "race", values = list(2, 3))),
  case("apiclus1", list(weight = "pw", psu = "dnum"), "enroll", by = "awards", replicates = TRUE),
  case("apiclus1", list(weight = "pw", psu = "dnum"), "api00", replicates = TRUE)
)
rules <- c("math", "school", "shahvaish", paste0("hf", 1:9))

# Three lines of survey 4.1.1 are mended, since they are slips: before the first case's own share it takes the second
# case (so that quantiles fall as p grows), "hf4" between two cases of one value misses it by rounding (so that the whole
# tie counts as above), and "shahvaish" mixes w with w / mean(w). `as_it_is` says which results do not depend on that.
mend <- function(name, from, to) {
  text <- deparse(getFromNamespace(name, "survey"))
  stopifnot(any(grepl(from, text, fixed = TRUE)))
  eval(parse(text = sub(from, to, text, fixed = TRUE)), envir = asNamespace("survey"))
}
stock <- lapply(setNames(nm = c("qs", "qrule_hf4", "qrule_shahvaish")), getFromNamespace, ns = "survey")
mended <- list(
  qs = mend("qs", "posnext <- if (pos == length(x))", "if (!any(cumw <= p * sum(w))) return(list(qlow = x[1], qup = x[1], ilow = 1, iup = 1, wlow = 1, wup = 1)); posnext <- if (pos == length(x))"),
  qrule_hf4 = mend("qrule_hf4", "gamma <- with(qdata, wlow/(wup + wlow))", "gamma <- with(qdata, if (qlow == qup) 0 else wlow/(wup + wlow))"),
  qrule_shahvaish = mend("qrule_shahvaish", "w/2", "wbar/2"))
use <- function(functions) for (name in names(functions)) assignInNamespace(name, functions[[name]], "survey")

quantiles <- function(d, x, p, rule, interval) {
  run <- function(functions) {
    use(functions)
    tryCatch(suppressWarnings(unname(svyquantile(x, d, p, na.rm = TRUE, qrule = rule, interval.type = interval)[[1]])), error = function(e) NULL)
  }
  found <- run(mended)
  if (is.null(found)) return(NULL)
  list(value = found[, 1], ci_low = found[, 2], ci_high = found[, 3], std_error = found[, 4], as_it_is = isTRUE(all.equal(found, run(stock), tolerance = 1e-12)))
}

# Where the score test of survey's "score" interval crosses its limits, to the last digits. (Survey 4.1 finds them to
# 1 / (100 * sqrt(n)), and takes the weighted quantile at the unweighted share of cases below.)
score <- function(d, x, p) {
  values <- d$variables[[all.vars(x)]]
  test <- function(theta, limit) {u <- svymean((values > theta) - (1 - p), d); s <- u / SE(u) - limit; max(min(s, 1e9), -1e9)}
  t <- qt(0.975, degf(d))
  root <- function(limit) tryCatch(uniroot(test, range(values) + c(1e-6, -1e-6), limit = limit, tol = 1e-14)$root, error = function(e) NA)
  c(root(t), root(-t))
}

column_of <- function(design, case) {
  x <- column(case$variable)
  d <- design[which(!is.na(design$variables[[case$variable]])), ]
  intervals <- if (case$replicates) c("mean", "quantile") else c("mean", "beta", "xlogit", "asin")
  each <- lapply(rules, function(rule) lapply(setNames(nm = intervals), function(i) quantiles(d, x, case$probabilities, rule, i)))
  list(rules = setNames(each, rules), df = degf(d), n = nrow(d),
       score = if (case$replicates) NULL else lapply(case$probabilities, function(p) score(d, x, p)))
}

columns <- function(case) {
  design <- domain_of(design_of(case), case$where)
  if (case$replicates) design <- as.svrepdesign(design, type = "JK1")
  if (is.null(case$by)) return(list(column_of(design, case)))
  groups <- sort(unique(na.omit(data_set(case$data)[[case$by]])))
  group <- design$variables[[case$by]]
  c(lapply(groups, function(g) column_of(design[which(group == g), ], case)), list(column_of(design[which(!is.na(group)), ], case)))
}
write_values(lapply(cases, function(case) c(case, list(columns = columns(case)))), "quantiles")
