"""Every trouble of real forms that the documentation lists has the test that it names."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
ROW = re.compile(r"^\| .+ \| (?:read|refused)[a-z, ]* \| `(.+\.py)` \| `(test_\w+)` \|$", re.M)


def test_each_shape_has_its_test() -> None:
    page = (HERE.parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
    listed = ROW.findall(page)
    assert len(listed) >= 28
    assert len({test for _, test in listed}) == len(listed)
    for file, test in listed:
        assert f"def {test}(" in (HERE / file).read_text(encoding="utf-8"), test
