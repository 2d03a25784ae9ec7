from yaoan.config.cli import main

main()
