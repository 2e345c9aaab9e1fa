"""What things may take unless more or less is asked for: the figures that the command line shows and the work keeps to.

They stand apart, without a class, so that `--help` need not load what works with them.
"""

#: Of one file: memory in MB, seconds by the clock, pages, seconds of a processor, MB of each table that is written.
MEMORY_MB = 3072
SECONDS = 180
PAGES = 3000
CPU_SECONDS = 360
OUTPUT_MB = 256
#: Of one file itself, in bytes.
FILE_BYTES = 512 * 1024 * 1024
#: What the pictures of printed pages take together, in MB.
PICTURES_MB = 500
