package bantam.data.chat;

/**
 * A turn of a conversation.
 *
 * @param role as templates know it: {@code system}, {@code user} or {@code assistant}
 */
public record Message(String role, String content) {}
