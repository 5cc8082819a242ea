package dev.tidemark.runtime.problem;

/// @param field where in the request, such as `lines[0].quantity`; the name of a parameter or
///   header
/// @param rule what was expected there, such as `Expected a quantity from 1 to 1000000, but was 0`
public record FieldError(String field, String rule) {}
