"""A topic laid side by side: columns of regions and notices, rows of aspects, cells of verbatim sentences."""
