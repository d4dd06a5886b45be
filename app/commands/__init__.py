"""The subcommands of `varsam`, a small module for each idea. Heavy packages are imported inside the commands that need them."""
