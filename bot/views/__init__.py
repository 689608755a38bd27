"""What a person sees: domain objects and a language in, text and buttons out."""
