"""The screens of an outage: the list of them, and the workbench of one."""
