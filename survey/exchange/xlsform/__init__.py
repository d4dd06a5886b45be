"""XLSForm, the workbook language of ODK and KoboToolbox: sheets `survey`, `choices` and `settings`."""
