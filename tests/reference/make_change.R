# Change between waves, difference in differences and trends: contrasts of the waves' estimates with their covariance.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

# Waves made of the api data, a row for each school and wave: `y` is the index of 1999, that of 2000, and the target of
# the year after (not for all). test_change_equal_to_r.py makes the same.
waves <- function(frame, school) {
  in_wave <- function(year, y) data.frame(year = year, y = y, high = as.numeric(y > 700), school = school,
                                          frame[c("stype", "awards", "comp_imp", "pw", "dnum")], fpc = frame$fpc)
  rbind(in_wave(1999, frame$api99), in_wave(2000, frame$api00), in_wave(2003, frame$api00 + frame$target))
}
panel_of_districts <- function() waves(data_set("apiclus1"), seq_len(nrow(data_set("apiclus1"))))
panel_of_schools <- function() waves(data_set("apistrat"), seq_len(nrow(data_set("apistrat"))))

# 1999 from the sample of districts, 2000 and 2003 from that of schools: another stratum and other PSUs.
independent <- function() {
  first <- transform(subset(panel_of_districts(), year == 1999), stratum = "districts", psu = dnum)
  rest <- transform(subset(panel_of_schools(), year != 1999), stratum = paste0("schools ", stype), psu = 10000 + school)
  rbind(first, rest)
}

# A school that is in two waves is one PSU of its stratum.
designs <- list(
  districts = function() svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = panel_of_districts()),
  schools = function() svydesign(id = ~school, strata = ~stype, weights = ~pw, fpc = ~fpc, data = panel_of_schools()),
  independent = function() svydesign(id = ~psu, strata = ~stratum, weights = ~pw, fpc = ~fpc, data = independent()))

case <- function(what, design, variable, ..., waves = c(1999, 2000), where = NULL)
  c(list(what = what, design = design, variable = variable, waves = waves, where = where), list(...))
elementary <- list(variable = "stype", values = I("E"))
cases <- list()
for (design in names(designs)) cases <- c(cases, list(
  case("change", design, "y"), case("change", design, "high"), case("change", design, "y", waves = c(1999, 2003)),
  case("change", design, "y", relative = TRUE), case("change", design, "high", relative = TRUE, waves = c(2000, 1999)),
  case("change", design, "y", statistic = "total"), case("change", design, "high", statistic = "total", relative = TRUE),
  case("change", design, "y", by = "awards"), case("change", design, "high", by = "stype", relative = TRUE),
  case("change", design, "y", by = "comp_imp", waves = c(2000, 2003)),
  case("change", design, "high", by = "comp_imp", statistic = "total", where = elementary),
  case("did", design, "y", groups = c("awards", "No", "Yes")), case("did", design, "high", groups = c("stype", "E", "H")),
  case("did", design, "y", groups = c("comp_imp", "Yes", "No"), waves = c(1999, 2003), where = elementary),
  case("trend", design, "y", degree = 1), case("trend", design, "y", degree = 2), case("trend", design, "high", degree = 1),
  case("trend", design, "high", degree = 2, where = elementary)))

design_of <- function(case) {
  design <- designs[[case$design]]()
  if (is.null(case$where)) design else subset(design, design$variables[[case$where$variable]] %in% case$where$values)
}

# A case without an answer leaves its wave but not the design.
answered <- function(design, variable) subset(design, !is.na(design$variables[[variable]]))

estimates <- function(design, variable, by, statistic = "mean")
  svyby(column(variable), column(by), answered(design, variable), if (statistic == "mean") svymean else svytotal, covmat = TRUE)

contrast <- function(found, first, second, relative) {
  asked <- if (relative) parse(text = sprintf("`%s` / `%s` - 1", second, first))[[1]] else setNames(c(-1, 1), c(first, second))
  found <- svycontrast(found, if (relative) asked else list(change = asked))
  list(value = unname(c(coef(found))), std_error = unname(c(SE(found))))
}

of_change <- function(case) {
  design <- design_of(case)
  statistic <- if (is.null(case$statistic)) "mean" else case$statistic
  relative <- isTRUE(case$relative)
  all <- contrast(estimates(design, case$variable, "year", statistic), case$waves[1], case$waves[2], relative)
  taken <- subset(design, design$variables$year %in% case$waves)
  df <- degf(taken)
  if (is.null(case$by)) return(list(columns = list(c(all, df = df))))
  groups <- sort(unique(design$variables[[case$by]]))
  found <- estimates(design, case$variable, c("year", case$by), statistic)
  by_group <- lapply(groups, function(group) {
    of_group <- paste0(case$waves, ".", group)
    c(contrast(found, of_group[1], of_group[2], relative), df = degf(subset(taken, taken$variables[[case$by]] == group)))
  })
  list(columns = c(by_group, list(c(all, df = df))))
}

of_did <- function(case) {
  design <- design_of(case)
  group <- design$variables[[case$groups[1]]]
  design <- update(design, second_wave = as.numeric(year == case$waves[2]), second_group = as.numeric(group == case$groups[3]))
  taken <- subset(design, year %in% case$waves & group %in% case$groups[-1])
  fitted <- svyglm(as.formula(paste(case$variable, "~ second_wave * second_group")), taken)
  list(value = unname(coef(fitted)[4]), std_error = unname(SE(fitted)[4]))
}

of_trend <- function(case) {
  design <- design_of(case)
  found <- estimates(design, case$variable, "year")
  years <- sort(unique(design$variables$year))
  trend <- svycontrast(found, list(trend = contr.poly(length(years), scores = years)[, case$degree]))
  df <- degf(answered(design, case$variable))
  t <- c(coef(trend)) / c(SE(trend))
  list(value = unname(coef(trend)), std_error = unname(c(SE(trend))), df = df, p_value = unname(2 * pt(-abs(t), df)),
       # the line through the waves' estimates
       slope = unname(coef(lm(coef(found) ~ years))[2]))
}

found <- list(change = of_change, did = of_did, trend = of_trend)
write_values(lapply(cases, function(case) c(case, found[[case$what]](case))), "change")
