# Raking and post-stratification: the weights themselves.
source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])), "common.R"))

stype <- c(E = 4421, H = 755, M = 1018)
sch_wide <- c(No = 1072, Yes = 5122)
awards <- c(No = 2027, Yes = 4167)
counts <- function(name, known) setNames(data.frame(names(known), unname(known)), c(name, "Freq"))
tight <- list(maxit = 5000, epsilon = 1e-11, verbose = FALSE)

rake_case <- function(data, design, margins) {
  start <- do.call(make_design, c(list(data = data), design))
  raked <- rake(start, lapply(names(margins), column), Map(counts, names(margins), margins), control = tight)
  list(data = data, design = design, method = "rake", margins = lapply(margins, as.list), weight = unname(weights(raked)))
}

post_stratify_case <- function(data, design, known, variables) {
  start <- do.call(make_design, c(list(data = data), design))
  weighted <- postStratify(start, as.formula(paste0("~", paste(variables, collapse = "+"))), known)
  list(data = data, design = design, method = "post_stratify", variables = I(variables),
       population = lapply(seq_len(nrow(known)), function(i) list(combination = I(unlist(known[i, variables])), count = known$Freq[i])),
       weight = unname(weights(weighted)))
}

two_way <- expand.grid(stype = names(stype), sch_wide = names(sch_wide), stringsAsFactors = FALSE)
two_way$Freq <- c(467, 325, 280, 3954, 430, 738)

write_values(list(
  rake_case("apiclus1", list(weight = "pw", psu = "dnum"), list(stype = stype, sch_wide = sch_wide)),
  rake_case("apiclus1", list(weight = "pw", psu = "dnum"), list(stype = stype, sch_wide = sch_wide, awards = awards)),
  rake_case("apistrat", list(weight = "pw", strata = "stype"), list(sch_wide = sch_wide, awards = awards)),
  rake_case("apistrat", list(), list(stype = stype, awards = awards)),
  post_stratify_case("apiclus1", list(weight = "pw", psu = "dnum"), counts("stype", stype), "stype"),
  post_stratify_case("apiclus1", list(weight = "pw", psu = "dnum"), two_way, c("stype", "sch_wide"))
), "weights")
