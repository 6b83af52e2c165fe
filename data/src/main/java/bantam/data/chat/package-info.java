/**
 * Chat templates. Loops, branches and output are jinjava's; the lexer's whitespace and every
 * expression are read and worked out here as Python's Jinja2 does, since jinjava's differ in both.
 * What is not known exactly is refused by construct and line.
 */
package bantam.data.chat;
