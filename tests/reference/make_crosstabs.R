# Proportions with their intervals, and the Rao-Scott F.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
pupils <- list(weight = "weight", strata = "stratum", psu = "psu")

case <- function(data, design, rows, by = NULL, where = NULL) list(data = data, design = design, rows = rows, by = by, where = where)
cases <- list(
  case("apistrat", list(), "awards", "stype"),
  case("apistrat", strat, "awards"), case("apistrat", strat, "awards", "stype"), case("apistrat", strat, "sch_wide", "comp_imp"),
  case("apistrat", strat, "stype", "awards", where = list(variable = "sch_wide", values = list("Yes"))),
  case("apistrat", list(weight = "pw", strata = "cname", lonely_psu = "adjust"), "awards", "stype"),
  case("apistrat", list(weight = "pw", strata = "cname", lonely_psu = "average"), "awards", "stype"),
  case("apiclus1", clus, "stype", "sch_wide"), case("apiclus1", list(weight = "pw", psu = "dnum"), "awards", "comp_imp"),
  case("nhanes", health, "race", "RIAGENDR"), case("nhanes", health, "race", "agecat"), case("nhanes", health, "agecat", "race"),
  case("nhanes", health, "HI_CHOL", "race"), case("nhanes", health, "HI_CHOL", "agecat"),
  case("nhanes", health, "HI_CHOL", "RIAGENDR", where = list(variable = "race", values = list(1, 2))),
  case("nhanes", health, "race", "HI_CHOL"), case("nhanes", list(weight = "WTMEC2YR"), "HI_CHOL", "agecat"),
  case("yrbs", pupils, "qn8")
)

ci <- function(design, is_level, method) tryCatch(attr(suppressWarnings(svyciprop(is_level, design, method = method, na.rm = TRUE)), "ci"), error = function(e) c(NaN, NaN))

cell <- function(design, rows, level) {
  design$variables$is_level <- as.numeric(design$variables[[rows]] == level)
  found <- svymean(~is_level, design, na.rm = TRUE, deff = "replace")
  here <- which(design$variables$is_level == 1)
  by_method <- lapply(c(logit = "xlogit", korn_graubard = "beta", mean = "mean"), function(method) unname(c(ci(design, ~is_level, method))))
  list(value = unname(coef(found)), std_error = unname(c(SE(found))), deff = c(deff(found)), n = length(here),
       weighted_n = sum(weights(design)[here]), ci = by_method)
}

table_column <- function(design, rows, levels) list(df = degf(design), cells = lapply(levels, function(level) cell(design, rows, level)))

values <- function(case) {
  design <- domain_of(design_of(case), case$where)
  levels <- sort(unique(na.omit(data_set(case$data)[[case$rows]])))
  if (is.null(case$by)) return(list(levels = levels, columns = list(table_column(design, case$rows, levels)), test = NULL))
  groups <- sort(unique(na.omit(data_set(case$data)[[case$by]])))
  group <- design$variables[[case$by]]
  parts <- c(lapply(groups, function(g) design[which(group == g), ]), list(design[which(!is.na(group)), ]))
  test <- svychisq(as.formula(paste0("~", case$rows, "+", case$by)), design, statistic = "F")
  list(levels = levels, columns = lapply(parts, table_column, case$rows, levels),
       test = list(statistic = unname(test$statistic), df1 = unname(test$parameter[1]), df2 = unname(test$parameter[2]), p_value = unname(c(test$p.value))))
}

write_values(lapply(cases, function(case) c(case, values(case))), "crosstabs")
