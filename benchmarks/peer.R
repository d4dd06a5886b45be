# R's side: Rscript benchmarks/peer.R FILE OPERATION... prints its measures as JSON.
suppressPackageStartupMessages({
  library(survey)
  library(jsonlite)
})
given <- commandArgs(trailingOnly = TRUE)

text <- c("row_text", "column_text")
names <- strsplit(readLines(given[1], n = 1), ",")[[1]]
data <- read.csv(given[1], colClasses = ifelse(names %in% text, "character", "numeric"))
data$row <- factor(data$row)
data$column <- factor(data$column)
for (group in grep("^group", names, value = TRUE)) data[[group]] <- factor(data[[group]])

clustered <- function() svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = data)
known <- clustered()
single <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = data)

crosstab <- function(design, row, column) {
  shares <- svyby(reformulate(row), reformulate(column), design, svymean)
  list(shares, confint(shares, df = degf(design)), svychisq(reformulate(c(row, column)), design))
}
predictors <- grep("^x", names, value = TRUE)
by <- function(group) function() svyby(~y, reformulate(group), known, svymean)

operations <- list(
  design = clustered,
  crosstab = function() crosstab(known, "row", "column"),
  crosstab_text = function() crosstab(known, "row_text", "column_text"),
  logistic = function() svyglm(reformulate(predictors, "y"), known, family = quasibinomial()),
  mean = function() svymean(~y, known),
  mean_5 = by("group5"),
  mean_50 = by("group50"),
  quantiles = function() svyquantile(~x0, known, c(0.25, 0.5, 0.75)),
  single_mean = function() svymean(~y, single),
  single_crosstab = function() crosstab(single, "row", "column")
)
# At 500 groups R copies the design 500 times: minutes at a million cases, so it is asked for small files only.
if (nrow(data) <= 1e5) operations$mean_500 <- by("group500")

memory <- function(name) {
  lines <- readLines("/proc/self/status")
  as.numeric(gsub("[^0-9]", "", grep(paste0("^", name), lines, value = TRUE))) / 1024
}

once <- function(action) {
  spent <- system.time(action(), gcFirst = FALSE)
  c(spent[["elapsed"]], spent[["user.self"]] + spent[["sys.self"]])
}

measured <- function(action) {
  invisible(gc())
  cat("5", file = "/proc/self/clear_refs")
  before <- memory("VmRSS")
  first <- once(action)
  extra <- memory("VmHWM") - before
  turns <- cbind(first, replicate(if (first[1] > 1) 2 else 6, once(action)))
  list(
    wall = unbox(median(turns[1, ])), cpu = unbox(median(turns[2, ])), first = unbox(first[1]),
    extra_mb = unbox(max(extra, 0))
  )
}

chosen <- intersect(given[-1], names(operations))
version <- paste0("survey ", packageVersion("survey"), ", R ", getRversion())
cat(toJSON(list(version = unbox(version), measures = lapply(operations[chosen], measured)), digits = 6), "\n")
