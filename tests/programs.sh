#!/bin/sh
# Brings the outside programs that some tests compare with, where it may: apt, as root, on Debian's kind of system.
# Where it may not, the tests that need them are left out and say so (tests/conftest.py); with CI=true that fails.
set -u
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v pspp >/dev/null || missing="$missing pspp"
command -v Rscript >/dev/null &&
  Rscript -e 'quit(status = !all(sapply(c("survey", "mitools", "MASS", "brglm2", "haven", "jsonlite"), requireNamespace, quietly = TRUE)))' >/dev/null 2>&1 ||
  missing="$missing r-cran-survey r-cran-mitools r-cran-mass r-cran-brglm2 r-cran-haven r-cran-jsonlite"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing what the tests compare with:$missing"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
  [ "${CI:-}" != true ] || exit 1
fi
echo "Left out: tests that need$missing (not installed; as root, \`make test\` brings them)."
