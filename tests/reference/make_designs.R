# Several stages, strata at each, weights from the FPC, probabilities of selection (Brewer), certainty, lonely units of later stages.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

two_stage <- function(fpc = list("n_districts", "n_schools"), strata = list("region", "level"), lonely_psu = "adjust", ...)
  list(strata = strata, psu = list("dnum", "snum"), fpc = fpc, lonely_psu = lonely_psu, ...)
clus2 <- list(weight = "pw", psu = list("dnum", "snum"), fpc = list("fpc1", "fpc2"))
schools <- list(y = "api00", x = "enroll", by = "stype", rows = "awards", columns = "stype", formula = "api00 ~ ell + meals",
                logistic = "sch_wide ~ ell + meals", in_r = "I(sch_wide == 'Yes') ~ ell + meals")
case <- function(data, design, asked, where = NULL) list(data = data, design = design, asked = asked, where = where)
one_region <- list(variable = "region", values = list(2))
high_schools <- list(variable = "stype", values = list("H"))

cases <- list(
  case("apiclus2", clus2, schools), case("apiclus2", clus2[c("psu", "fpc")], schools),
  case("apiclus2", list(psu = list("dnum", "snum"), fpc = list("share1", "share2")), schools),
  case("apiclus2", list(weight = "pw", psu = list("dnum", "snum")), schools),
  case("apiclus2", clus2, schools, where = high_schools),
  case("mu284", list(psu = list("id1", "id2"), fpc = list("n1", "n2")), list(y = "y1", x = "y1", by = "id2")),
  case("fpc", list(weight = "weight", strata = "stratid", psu = "psuid", fpc = "Nh", nest = TRUE), list(y = "x", x = "x", by = "stratid")),
  case("fpc", list(strata = "stratid", psu = "psuid", fpc = "Nh", nest = TRUE), list(y = "x", x = "x", by = "stratid")),
  case("election_pps", list(fpc = "p", pps = TRUE), list(y = "Bush", x = "Kerry", formula = "Bush ~ votes")),
  case("election_pps", list(weight = "wt", fpc = "p", pps = TRUE), list(y = "Bush", x = "Kerry", formula = "Bush ~ votes")),
  case("api_two_stage", two_stage(list("p1", "p2"), pps = TRUE), schools),
  case("api_two_stage", two_stage(list("p1", "p2"), strata = NULL, pps = TRUE), schools),
  case("api_two_stage", two_stage(list("share1", "share2")), schools))
for (rule in c("remove", "certainty", "adjust", "average"))
  cases <- c(cases, list(case("api_two_stage", two_stage(lonely_psu = rule), schools), case("api_two_stage", two_stage(lonely_psu = rule), schools, where = one_region),
                         case("api_two_stage", two_stage(lonely_psu = rule), schools, where = high_schools)))
# In some counties there is one middle school of the sample; in the two-stage sample some districts have one school of a kind in the domain.
counties <- list(variable = "cname", values = list("Fresno", "Sonoma", "Tulare"))
for (rule in c("adjust", "average"))
  cases <- c(cases, list(case("apistrat", list(weight = "pw", strata = "stype", fpc = "fpc", lonely_psu = rule, lonely_in_domain = TRUE), schools, where = counties),
                         case("api_two_stage", two_stage(lonely_psu = rule, lonely_in_domain = TRUE), schools, where = one_region),
                         case("api_two_stage", two_stage(lonely_psu = rule, lonely_in_domain = TRUE), schools, where = high_schools)))

numbers <- function(found) list(value = unname(c(coef(found))), std_error = unname(c(SE(found))))
estimate <- function(design, asked)
  list(df = degf(design), mean = numbers(svymean(column(asked$y), design, na.rm = TRUE)), total = numbers(svytotal(column(asked$x), design, na.rm = TRUE)))

# R's formula for a domain takes the first unit's probability for all in its stratum; scores of 0 outside the domain do not.
is_part <- function(design, inside, asked) {
  design$variables$y_in <- ifelse(inside & !is.na(design$variables[[asked$y]]), design$variables[[asked$y]], 0)
  design$variables$n_in <- as.numeric(inside & !is.na(design$variables[[asked$y]]))
  found <- svyratio(~y_in, ~n_in, design)
  sum_of <- svytotal(~y_in, design)
  list(mean = list(value = c(found$ratio), std_error = c(SE(found))), total = numbers(sum_of))
}

groups <- function(design, asked) {
  group <- design$variables[[asked$by]]
  lapply(sort(unique(na.omit(group))), function(g) {
    found <- if (design$pps) is_part(design, group == g, asked) else list(
      mean = numbers(svymean(column(asked$y), design[which(group == g), ], na.rm = TRUE)),
      total = numbers(svytotal(column(asked$y), design[which(group == g), ], na.rm = TRUE)))
    c(list(group = g), found)
  })
}

model <- function(design, formula, family) {
  fit <- function(...) do.call(svyglm, list(as.formula(formula), design, family = family, control = list(epsilon = 1e-14, maxit = 100), ...))
  found <- fit(start = unname(coef(fit())))
  list(coefficient = unname(coef(found)), vcov = unname(matrix(vcov(found), nrow = length(coef(found)))), df = found$df.residual)
}

values <- function(case) {
  design <- domain_of(design_of(case), case$where)
  asked <- case$asked
  found <- estimate(design, asked)
  if (!is.null(asked$by)) found$groups <- groups(design, asked)
  if (!is.null(asked$formula)) found$linear <- model(design, asked$formula, gaussian())
  if (is.null(asked$rows)) return(found)
  design$variables$is_level <- as.numeric(design$variables[[asked$rows]] == sort(unique(na.omit(design$variables[[asked$rows]])))[1])
  found$proportion <- numbers(svymean(~is_level, design, na.rm = TRUE))
  found$proportion$interval <- unname(c(attr(suppressWarnings(svyciprop(~is_level, design, method = "xlogit", na.rm = TRUE)), "ci")))
  if (is.null(case$where)) {
    test <- svychisq(as.formula(paste0("~", asked$rows, "+", asked$columns)), design)
    found$test <- list(statistic = unname(test$statistic), df1 = unname(test$parameter[1]), df2 = unname(test$parameter[2]), p_value = unname(c(test$p.value)))
  }
  c(found, list(logistic = model(design, asked$in_r, quasibinomial())))
}

write_values(lapply(cases, function(case) c(case, values(case))), "designs")
