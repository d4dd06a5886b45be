# The columns used here of the survey package's example data, as CSV beside this script.
suppressMessages(library(survey))
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])))
data(api); data(nhanes); data(yrbs); data(fpc); data(mu284)
data(endometrial, package = "brglm2")
nhanes$agecat <- as.integer(nhanes$agecat)

save_as <- function(frame, name, columns, file = identity) {
  frame <- frame[, columns]
  names(frame) <- gsub("[.]", "_", columns)
  frame[] <- lapply(frame, function(x) if (is.numeric(x)) formatC(c(x), digits = 15, format = "g", flag = "") else x)
  frame[] <- lapply(frame, function(x) ifelse(trimws(x) == "NA", NA, trimws(as.character(x))))
  path <- file.path(here, "data", paste0(name, ".csv"))
  write.csv(frame, file(path), row.names = FALSE, na = "", quote = FALSE)
}

api_columns <- c("stype", "cname", "dnum", "api00", "api99", "target", "sch.wide", "comp.imp", "awards", "meals", "ell",
                 "mobility", "acs.core", "enroll", "api.stu", "pw")
save_as(apistrat, "apistrat", c(api_columns, "fpc"))
save_as(apiclus1, "apiclus1", c(api_columns, "fpc"))
apiclus2 <- transform(apiclus2, share1 = 40 / fpc1, share2 = as.numeric(table(dnum)[as.character(dnum)]) / c(fpc2))
save_as(apiclus2, "apiclus2", c(api_columns, "snum", "fpc1", "fpc2", "share1", "share2"))
save_as(nhanes, "nhanes", c("SDMVPSU", "SDMVSTRA", "WTMEC2YR", "HI_CHOL", "race", "RIAGENDR", "agecat"))
save_as(yrbs, "yrbs", c("weight", "stratum", "psu", "qn8"), function(path) gzfile(paste0(path, ".gz"), compression = 9))
save_as(fpc, "fpc", names(fpc))
mu284$weight <- mu284$n1 / 5 * mu284$n2 / 3  # 5 of n1 clusters, 3 of n2 municipalities in each
save_as(mu284, "mu284", c("id1", "n1", "id2", "y1", "n2", "weight"))
data(election)
save_as(election_pps, "election_pps", names(election_pps))

# Replicate weights that R made, as a file from elsewhere would hold them.
with_replicates <- function(frame, ...) {
  for (part in list(...)) {
    weights <- part$weights
    colnames(weights) <- paste0(part$name, seq_len(ncol(weights)))
    frame <- cbind(frame, weights)
  }
  frame
}
compressed <- function(path) gzfile(paste0(path, ".gz"), compression = 9)
kept <- c(api_columns, "fpc")
set.seed(1)
clus1 <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)
drawn <- as.svrepdesign(clus1, type = "bootstrap", replicates = 40, compress = FALSE)
save_as(with_replicates(apiclus1, list(name = "jk", weights = as.matrix(as.svrepdesign(clus1, type = "JK1")$repweights)),
                        list(name = "boot", weights = weights(drawn, "analysis"))),
        "apiclus1_replicates", c(kept, paste0("jk", 1:15), paste0("boot", 1:40)), compressed)
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
save_as(with_replicates(apistrat, list(name = "raowu", weights = as.matrix(as.svrepdesign(strat, type = "subbootstrap", replicates = 40)$repweights))),
        "apistrat_replicates", c(kept, paste0("raowu", 1:40)), compressed)

# Every tenth person of the strata with two PSUs.
pairs <- names(which(tapply(nhanes$SDMVPSU, nhanes$SDMVSTRA, function(x) length(unique(x))) == 2))
health <- nhanes[nhanes$SDMVSTRA %in% pairs, ]
health <- health[seq(1, nrow(health), by = 10), ]
halves <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = health)
stopifnot(length(unique(halves$cluster[, 1])) == 2 * length(pairs))
stratum <- match(health$SDMVSTRA, pairs)
first <- health$SDMVPSU == 1
one_out <- sapply(seq_along(pairs), function(h) ifelse(stratum == h, ifelse(first, 0, 2), 1))
H <- 2 * survey:::hadamard(2 * length(pairs)) - 1
place <- 2 * stratum - first
differences <- 1 + (H[1 + place, ] - H[2 + place %% (2 * length(pairs)), ]) / 2^1.5
health <- with_replicates(health,
  list(name = "brr", weights = as.matrix(as.svrepdesign(halves, type = "BRR")$repweights)),
  list(name = "fay", weights = weights(as.svrepdesign(halves, type = "Fay", fay.rho = 0.3), "analysis")),
  list(name = "jk2x", weights = one_out), list(name = "sdr", weights = differences * health$WTMEC2YR))
save_as(health, "nhanes_replicates", grep("^(SDMV|WTM|HI_|race|RIA|agecat|brr|fay|jk2x|sdr)", names(health), value = TRUE), compressed)

# Levy and Lemeshow's half-samples, from the help page of svrepdesign.
data(scd)
scd <- with_replicates(cbind(scd, one = 1), list(name = "half", weights = 2 * cbind(
  c(1, 0, 1, 0, 1, 0), c(1, 0, 0, 1, 0, 1), c(0, 1, 1, 0, 0, 1), c(0, 1, 0, 1, 1, 0))))
save_as(scd, "scd", names(scd))

# Two stages with strata at both: districts within regions, schools within levels of a district. Region 4 is one district,
# taken for certain; some levels have one school in the sample. p1 and p2 are probabilities of selection for Brewer's formula.
set.seed(2)
schools <- transform(apipop, level = ifelse(stype == "E", "primary", "later"), region = 1 + cnum %% 3)
large <- as.numeric(names(which(table(schools$dnum) >= 12)))
schools <- schools[schools$dnum %in% large, ]
schools$region[schools$dnum == large[1]] <- 4
districts <- unique(schools[, c("region", "dnum")])
districts <- districts[!duplicated(districts$dnum), ]
schools$region <- districts$region[match(schools$dnum, districts$dnum)]
parts <- list()
for (r in 1:4) {
  known <- sort(districts$dnum[districts$region == r])
  drawn <- if (length(known) == 1) known else sort(sample(known, 6))
  for (d in drawn) for (l in c("primary", "later")) {
    all <- schools[schools$dnum == d & schools$level == l, ]
    n2 <- min(nrow(all), if (l == "primary") 4 else if (d %% 5 == 0) 1 else 3)
    if (n2 == 0) next
    one <- all[sample(nrow(all), n2), ]
    size <- sum(schools$enroll[schools$dnum == d], na.rm = TRUE)
    parts[[length(parts) + 1]] <- cbind(one, n_districts = length(known), n_schools = nrow(all), share1 = length(drawn) / length(known), share2 = n2 / nrow(all),
                                        p1 = if (r == 4) 1 else min(0.9, length(drawn) * size / 600000), p2 = n2 / nrow(all))
  }
}
two_stage <- do.call(rbind, parts)
save_as(two_stage, "api_two_stage", c("region", "dnum", "level", "snum", "stype", "api00", "enroll", "target", "ell", "meals", "sch.wide", "awards",
                                      "n_districts", "n_schools", "share1", "share2", "p1", "p2"))
save_as(endometrial, "endometrial", names(endometrial))
