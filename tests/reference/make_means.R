# Means and totals: everybody, by group, in a domain, with missing values; and the lonely-PSU rules.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

strat <- list(weight = "pw", strata = "stype", fpc = "fpc")
clus <- list(weight = "pw", psu = "dnum", fpc = "fpc")
clus_no_fpc <- list(weight = "pw", psu = "dnum")
health <- list(weight = "WTMEC2YR", strata = "SDMVSTRA", psu = "SDMVPSU", nest = TRUE)
county <- function(rule) list(weight = "pw", strata = "cname", lonely_psu = rule)
county_clustered <- function(rule) list(weight = "pw", strata = "cname", psu = "dnum", lonely_psu = rule)

case <- function(data, design, statistic, variable, by = NULL, where = NULL)
  list(data = data, design = design, statistic = statistic, variable = variable, by = by, where = where)
middle_schools <- list(variable = "stype", values = list("M"))
two_counties <- list(variable = "cname", values = list("Los Angeles", "San Diego"))

cases <- list(
  case("apistrat", list(), "mean", "api00"),
  case("apistrat", strat, "mean", "api00"), case("apistrat", strat, "total", "enroll"),
  case("apistrat", list(weight = "pw", strata = "stype"), "mean", "api00"),
  case("apistrat", strat, "mean", "target"), case("apistrat", strat, "total", "target"),
  case("apistrat", strat, "mean", "api00", by = "awards"), case("apistrat", strat, "total", "enroll", by = "sch_wide"),
  case("apistrat", strat, "mean", "acs_core", by = "stype"),
  case("apistrat", strat, "mean", "api00", where = middle_schools),
  case("apistrat", strat, "mean", "target", by = "awards", where = two_counties),
  case("apiclus1", clus, "mean", "api00"), case("apiclus1", clus, "total", "enroll"),
  case("apiclus1", clus_no_fpc, "mean", "api00"), case("apiclus1", clus_no_fpc, "total", "enroll"),
  case("apiclus1", clus, "mean", "api00", by = "stype"), case("apiclus1", clus, "total", "enroll", by = "stype"),
  case("apiclus1", clus, "mean", "target", where = middle_schools),
  case("apiclus1", clus, "mean", "api00", by = "sch_wide", where = two_counties),
  case("apiclus2", list(weight = "pw", psu = "dnum", fpc = "fpc1"), "mean", "api00"),
  case("apiclus2", list(weight = "pw", psu = "dnum", fpc = "fpc1"), "total", "api00"),
  case("fpc", list(weight = "weight", strata = "stratid", psu = "psuid", fpc = "Nh", nest = TRUE), "mean", "x"),
  case("fpc", list(weight = "weight", strata = "stratid", psu = "psuid", fpc = "Nh", nest = TRUE), "total", "x"),
  case("nhanes", health, "mean", "HI_CHOL"), case("nhanes", health, "total", "HI_CHOL"),
  case("nhanes", health, "mean", "HI_CHOL", by = "race"), case("nhanes", health, "total", "HI_CHOL", by = "agecat"),
  case("nhanes", health, "mean", "HI_CHOL", by = "RIAGENDR", where = list(variable = "race", values = list(3))),
  case("yrbs", list(weight = "weight", strata = "stratum", psu = "psu"), "mean", "qn8")
)
for (rule in c("remove", "certainty", "adjust", "average")) {
  cases <- c(cases, list(
    case("apistrat", county(rule), "mean", "api00"), case("apistrat", county(rule), "total", "enroll"),
    case("apistrat", county(rule), "mean", "api00", by = "stype"), case("apistrat", county(rule), "total", "enroll", by = "stype"),
    case("apistrat", county(rule), "mean", "target", where = middle_schools),
    case("apiclus2", county_clustered(rule), "mean", "api00"), case("apiclus2", county_clustered(rule), "total", "api00"),
    case("apiclus2", county_clustered(rule), "total", "target", where = middle_schools)))
}

estimate <- function(design, statistic, variable) {
  found <- (if (statistic == "mean") svymean else svytotal)(column(variable), design, na.rm = TRUE, deff = "replace")
  interval <- confint(found, df = degf(design))
  answered <- !is.na(design$variables[[variable]])
  list(value = unname(coef(found)), std_error = unname(c(SE(found))), ci_low = interval[1], ci_high = interval[2],
       df = degf(design), deff = c(deff(found)), n = sum(answered), weighted_n = sum(weights(design)[answered]))
}

columns <- function(case) {
  design <- domain_of(design_of(case), case$where)
  if (is.null(case$by)) return(list(estimate(design, case$statistic, case$variable)))
  groups <- sort(unique(na.omit(data_set(case$data)[[case$by]])))
  group <- design$variables[[case$by]]
  by_group <- lapply(groups, function(g) estimate(design[which(group == g), ], case$statistic, case$variable))
  # svyby must say the same as the subsets
  direct <- svyby(column(case$variable), column(case$by), design, if (case$statistic == "mean") svymean else svytotal, na.rm = TRUE)
  stopifnot(all.equal(unname(coef(direct)), sapply(by_group, `[[`, "value")), all.equal(unname(SE(direct)), sapply(by_group, `[[`, "std_error")))
  c(by_group, list(estimate(design[which(!is.na(group)), ], case$statistic, case$variable)))
}

write_values(lapply(cases, function(case) c(case, list(columns = columns(case)))), "means")
