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
save_as(endometrial, "endometrial", names(endometrial))
