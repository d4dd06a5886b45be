# Tests of tables, of means and of ranks: F, Chisq, Wald, adjWald and saddlepoint; t; rank tests. With finite populations,
# in domains, with missing values, and with replicates.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

# R's saddle() stops looking for its root at 1e-8, which leaves p wrong in the 8th digit. The same function, looking on.
text <- gsub("tol = 1e-08", "tol = 1e-15", deparse(getFromNamespace("saddle", "survey")), fixed = TRUE)
stopifnot(any(grepl("tol = 1e-15", text, fixed = TRUE)))
assignInNamespace("saddle", eval(parse(text = text), asNamespace("survey")), "survey")

# R's rank of tied cases with unequal weights hangs on the order of rows (shown below), so a number without ties.
plain_data_set <- data_set
data_set <- function(name) {
  frame <- plain_data_set(name)
  if (!is.null(frame$api00)) frame$untied <- frame$api00 + seq_len(nrow(frame)) / 1024
  frame
}

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
strat_open <- list(weight = "pw", strata = "stype")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
clus_open <- list(weight = "pw", psu = "dnum")
two_stage <- list(weight = "pw", psu = c("dnum", "snum"), fpc = c("fpc1", "fpc2"))
county <- list(weight = "pw", strata = "cname", lonely_psu = "adjust")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
where <- function(variable, ...) list(variable = variable, values = list(...))
no_high <- where("stype", "E", "M"); elementary <- where("stype", "E")

case <- function(test, data, design, ..., where = NULL, replicates = NULL)
  c(list(test = test, data = data, design = design, where = where, replicates = replicates), list(...))

chisq <- function(data, design, rows, by, statistics = c("F", "Chisq", "Wald", "adjWald", "saddlepoint"), ...)
  lapply(statistics, function(statistic) case("chisq", data, design, rows = rows, by = by, kind = statistic, ...))
ttest <- function(data, design, variable, by = NULL, minus = NULL, code = NULL, null = 0, ...)
  list(case("ttest", data, design, variable = variable, by = by, minus = minus, code = code, null = null, ...))
ranktest <- function(data, design, variable, by, tests = c("wilcoxon", "vanderWaerden", "median", "KruskalWallis"), ...)
  lapply(tests, function(test) case("ranktest", data, design, variable = variable, by = by, kind = test, ...))

cases <- c(
  chisq("apistrat", strat, "awards", "stype"), chisq("apistrat", strat_open, "sch_wide", "comp_imp"),
  chisq("apistrat", strat, "awards", "comp_imp", where = no_high), chisq("apistrat", county, "awards", "stype", "F"),
  chisq("apiclus1", clus, "stype", "sch_wide"), chisq("apiclus1", clus_open, "awards", "comp_imp"),
  chisq("apiclus2", two_stage, "stype", "awards"), chisq("apiclus2", two_stage, "sch_wide", "comp_imp", where = no_high),
  chisq("nhanes", health, "HI_CHOL", "race"), chisq("nhanes", health, "agecat", "race"),
  chisq("nhanes", health, "HI_CHOL", "agecat", where = where("race", 2, 3)),
  # R's saddlepoint of a replicate design leaves out that the variance is estimated; here it is always counted.
  chisq("apiclus1", clus_open, "stype", "sch_wide", c("F", "Chisq", "Wald", "adjWald"), replicates = "JK1"),
  chisq("nhanes", health, "HI_CHOL", "race", c("F", "Chisq", "Wald", "adjWald"), replicates = "JKn"),

  ttest("apistrat", strat, "api00"), ttest("apistrat", strat, "api00", null = 650), ttest("apistrat", strat, "target", null = 8),
  ttest("apiclus2", two_stage, "api00", null = 660), ttest("nhanes", health, "HI_CHOL", where = where("race", 4)),
  ttest("apistrat", strat, "api00", "awards"), ttest("apistrat", strat, "acs_core", "sch_wide", where = no_high),
  ttest("apiclus1", clus, "api00", "comp_imp"), ttest("apiclus1", clus, "awards", "sch_wide", code = "Yes"),
  ttest("apiclus2", two_stage, "target", "awards"), ttest("apiclus2", two_stage, "enroll", "comp_imp", where = elementary),
  ttest("apistrat", county, "api00", "sch_wide"),
  ttest("nhanes", health, "HI_CHOL", "RIAGENDR"), ttest("nhanes", health, "HI_CHOL", "RIAGENDR", where = where("agecat", 3, 4)),
  ttest("apistrat", strat, "api00", minus = "api99"), ttest("apiclus2", two_stage, "api00", minus = "api99", null = 30),
  ttest("apiclus1", clus, "api00", minus = "api99", where = where("stype", "H")),
  ttest("apiclus1", clus_open, "api00", "comp_imp", replicates = "JK1"),
  ttest("apistrat", strat_open, "target", null = 8, replicates = "JKn"),
  ttest("nhanes", health, "HI_CHOL", "RIAGENDR", where = where("race", 1), replicates = "JKn"),

  ranktest("apistrat", strat, "untied", "awards"), ranktest("apistrat", strat, "meals", "comp_imp", where = elementary),
  ranktest("apiclus1", clus, "meals", "sch_wide"), ranktest("apiclus1", clus, "target", "stype"),
  ranktest("apiclus2", two_stage, "untied", "awards"), ranktest("apiclus2", two_stage, "untied", "stype"),
  ranktest("apistrat", strat, "untied", "stype", c("KruskalWallis", "vanderWaerden"), where = where("comp_imp", "Yes")),
  # A number whose ties have equal weights as it is the weight.
  ranktest("nhanes", health, "WTMEC2YR", "RIAGENDR"),
  ranktest("nhanes", health, "WTMEC2YR", "race", c("KruskalWallis", "vanderWaerden"), where = where("agecat", 2, 3)),
  ranktest("nhanes", health, "WTMEC2YR", "HI_CHOL"),
  ranktest("apiclus1", clus_open, "meals", "sch_wide", replicates = "JK1"),
  ranktest("nhanes", health, "WTMEC2YR", "RIAGENDR", "wilcoxon", replicates = "JKn")
)

the_design <- function(case) {
  design <- design_of(case)
  if (!is.null(case$replicates)) design <- as.svrepdesign(design, type = case$replicates)
  if (is.null(case$where)) return(design)
  subset(design, design$variables[[case$where$variable]] %in% unlist(case$where$values))
}

of_chisq <- function(case) {
  found <- svychisq(as.formula(paste0("~", case$rows, "+", case$by)), the_design(case), statistic = case$kind)
  ours <- c(F = "F", Chisq = "chi2", Wald = "F", adjWald = "F", saddlepoint = "sum")[[case$kind]]
  parameter <- if (ours == "sum") c(NA, NA) else if (ours == "chi2") c(found$parameter, NA) else found$parameter
  # R scales X2 by all rows; of those without an answer Varsam knows nothing. Without missing values they are the same.
  missing <- anyNA(the_design(case)$variables[c(case$rows, case$by)])
  scaled <- case$kind %in% c("Chisq", "saddlepoint") && missing
  list(statistic = if (scaled) NA else unname(c(found$statistic)), df1 = parameter[[1]], df2 = parameter[[2]],
       p_value = unname(c(found$p.value)), distribution = ours)
}

left_side <- function(case) {
  y <- if (is.null(case$code)) case$variable else sprintf("(%s == '%s')", case$variable, case$code)
  if (!is.null(case$minus)) y <- paste(y, "-", case$minus)
  paste0("I(", y, " - ", case$null, ")")
}

of_ttest <- function(case) {
  by <- if (is.null(case$by)) "0" else sprintf("factor(%s)", case$by)
  found <- svyttest(as.formula(paste(left_side(case), "~", by)), the_design(case), na.rm = TRUE)
  list(statistic = unname(found$statistic), df1 = 1, df2 = unname(found$parameter), p_value = unname(c(found$p.value)),
       distribution = "t", value = unname(found$estimate) + case$null, ci = unname(c(found$conf.int)) + case$null)
}

of_ranktest <- function(case) {
  design <- the_design(case)
  found <- svyranktest(as.formula(sprintf("%s ~ factor(%s)", case$variable, case$by)), design, test = case$kind)
  if (names(found$statistic) == "t")
    return(list(statistic = unname(found$statistic), df1 = 1, df2 = found$parameter, p_value = unname(c(found$p.value)),
                distribution = "t", value = unname(found$estimate)))
  # R calls the chi-square "parameter" and the degrees of freedom "statistic".
  k <- found$statistic[[1]]
  list(statistic = c(found$parameter) / k, df1 = k, df2 = found$ddf, p_value = c(found$p.value), distribution = "F")
}

# The rank test of R changes when rows are shuffled, where ties have unequal weights.
order_of_rows <- function() {
  frame <- data_set("apistrat")
  p <- sapply(list(seq_len(nrow(frame)), rev(seq_len(nrow(frame)))), function(rows)
    c(svyranktest(meals ~ awards, svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = frame[rows, ]))$p.value))
  stopifnot(abs(p[1] / p[2] - 1) > 1e-4)
}
order_of_rows()

values <- list(chisq = of_chisq, ttest = of_ttest, ranktest = of_ranktest)
write_values(lapply(cases, function(case) c(case, values[[case$test]](case))), "tests")
