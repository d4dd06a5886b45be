"""The subcommands of `varsam`, a module for each idea; heavy packages are imported by the commands that need them."""
