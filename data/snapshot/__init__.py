"""The read path: the store as sorted numpy columns, kept in step through the change log.

``raw`` reads columns from the database, ``files`` keeps them as memory-mapped files, ``kept``
chooses between the two, ``grid`` reads everything that is small, ``open_issues`` what burns,
``assemble`` judges it all by the rules, and ``keeper`` hands out the newest whole.
"""
