"""The headless engine of concur-tui: workloads, the backends that run them, and what was measured.

Kept empty of imports: every spawned worker executes this file. Programs import
`concur_workloads.api`.
"""
