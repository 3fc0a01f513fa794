"""Self-gated activations: x times a gate that opens with x."""
