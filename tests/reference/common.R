# What all scripts of this folder share. Run any of them as: Rscript make_means.R [folder to write to]
# Made with R 4.2.2 and survey 4.1.1 (Debian 12); the data sets are those of the survey package.
suppressMessages({library(survey); library(jsonlite)})

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1])))
target <- if (length(commandArgs(TRUE))) commandArgs(TRUE)[1] else here

data_set <- function(name) {
  file <- list.files(file.path(here, "data"), paste0("^", name, "\\.csv"), full.names = TRUE)
  read.csv(file, check.names = FALSE, na.strings = "")
}

# A column, or those of several stages.
column <- function(name) if (is.null(name)) NULL else as.formula(paste0("~", paste(unlist(name), collapse = "+")))

# A design from the same settings that SurveyDesign takes.
make_design <- function(data, weight = NULL, strata = NULL, psu = NULL, fpc = NULL, nest = FALSE, lonely_psu = "fail",
                        lonely_in_domain = FALSE, pps = FALSE) {
  options(survey.lonely.psu = lonely_psu, survey.adjust.domain.lonely = lonely_in_domain)
  frame <- data_set(data)
  # R takes the probabilities of Brewer's formula in the order of the rows, but the units' totals in the order of their names.
  if (pps && length(psu) == 2) frame <- frame[order(frame[[psu[[1]]]], factor(paste(frame[[psu[[1]]]], frame[[psu[[2]]]], sep = "."))), ]
  suppressWarnings(svydesign(ids = if (is.null(psu)) ~1 else column(psu), weights = column(weight), strata = column(strata),
                             fpc = column(fpc), nest = nest, data = frame, pps = if (pps) "brewer" else FALSE))
}

design_of <- function(case) do.call(make_design, c(list(data = case$data), case$design))

# The domain of a case: a column and the values that are in.
domain_of <- function(design, where) {
  if (is.null(where)) return(design)
  inside <- design$variables[[where$variable]] %in% unlist(where$values)
  subset(design, inside)
}

# Columns that the data do not have: bands of the school's result, 1 to 4, and its kind in order of age, 1 to 3.
with_bands <- function(design) {
  v <- design$variables
  if ("api00" %in% names(v)) {
    design$variables$band <- as.integer(cut(v$api00, c(0, 580, 680, 780, Inf), right = FALSE))
    design$variables$kind <- match(v$stype, c("E", "M", "H"))
  }
  design
}

# Covariance by an infinitesimal jackknife: the derivative of the estimates along the weight of each PSU (differences of
# sixth order), which svyrecvar takes as the scores of the first case of the PSU. `theta` takes weights
# of the `rows` and the number of steps from the solution: one step has the derivative of the solution, and Fisher's
# scoring that of svyglm, with the expected information, where the link is not canonical.
by_weights <- function(theta, design, rows) {
  w <- weights(design)
  psu <- interaction(design$strata[, 1], design$cluster[, 1], drop = TRUE)
  z <- matrix(0, nrow(design), length(theta(w[rows])))
  for (unit in levels(psu)) {
    inside <- as.numeric(psu == unit)
    if (!any(inside[rows] > 0)) next
    slope <- function(h) (theta((w * (1 + h * inside))[rows], 1) - theta((w * (1 - h * inside))[rows], 1)) / (2 * h)
    a <- slope(0.08); b <- slope(0.04); c <- slope(0.02)
    d <- (4 * b - a) / 3; e <- (4 * c - b) / 3
    z[which(psu == unit & seq_along(psu) %in% rows)[1], ] <- (16 * e - d) / 15
  }
  survey:::svyrecvar(z, design$cluster, design$strata, design$fpc, postStrata = design$postStrata)
}

write_values <- function(cases, name) {
  text <- toJSON(cases, digits = I(17), auto_unbox = TRUE, na = "null", null = "null", pretty = 1)
  writeLines(text, file.path(target, paste0(name, ".json")))
}
