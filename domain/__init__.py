"""The pure core: vocabulary, rules and the question engine. Standard library only, nothing touched."""
