package bantam.data;

/** A piece of text that stands by itself. Its identity is its place in its corpus. */
public record Document(String text) {}
