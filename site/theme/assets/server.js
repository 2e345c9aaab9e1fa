// Nothing here answers SQL: these are plain files. `gongkai serve` answers this address with what shows the links to
// its Datasette.
