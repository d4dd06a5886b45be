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

write_values <- function(cases, name) {
  text <- toJSON(cases, digits = I(17), auto_unbox = TRUE, na = "null", null = "null", pretty = 1)
  writeLines(text, file.path(target, paste0(name, ".json")))
}
