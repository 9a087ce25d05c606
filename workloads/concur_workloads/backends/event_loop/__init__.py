"""asyncio: coroutines, and functions that block, in an event loop beside the runner's."""
