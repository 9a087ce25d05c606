"""The workbench: pick a workload, configure how it runs, watch it, compare the last runs."""
