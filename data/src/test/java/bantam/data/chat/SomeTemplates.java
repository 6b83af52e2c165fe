package bantam.data.chat;

/** Templates of our own in the forms that the families use. */
public final class SomeTemplates {
  public static final String CHATML =
      "{% for message in messages %}"
          + "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
          + "{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

  static final String LLAMA2 =
      """
      {%- if messages[0]['role'] == 'system' -%}
        {%- set head = '<<SYS>>\\n' + messages[0]['content'] + '\\n<</SYS>>\\n\\n' -%}
        {%- set turns = messages[1:] -%}
      {%- else -%}
        {%- set head = '' -%}
        {%- set turns = messages -%}
      {%- endif -%}
      {%- for turn in turns -%}
        {%- if (turn['role'] == 'user') != (loop.index0 % 2 == 0) -%}
          {{- raise_exception('user and assistant must take turns') -}}
        {%- endif -%}
        {%- if turn['role'] == 'user' -%}
          {{- bos_token ~ '[INST] ' ~ (head if loop.first) ~ turn['content'].strip() ~ ' [/INST]' -}}
        {%- else -%}
          {{- ' ' ~ turn['content'].strip() ~ ' ' ~ eos_token -}}
        {%- endif -%}
      {%- endfor -%}
      """;

  static final String LLAMA3 =
      """
      {{- bos_token }}
      {%- for message in messages %}
          {%- set head = '<|start_header_id|>' + message.role + '<|end_header_id|>\\n\\n' -%}
          {{ head + message.content | trim + '<|eot_id|>' }}
      {%- endfor %}

      {%- if add_generation_prompt %}
          {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
      {%- endif %}
      """;

  /** Qwen's: what was thought before the last question is left out. */
  static final String QWEN =
      """
      {%- if messages[0].role == 'system' %}
          {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
      {%- endif %}
      {%- set ns = namespace(asked=messages|length - 1, looking=true) %}
      {%- for message in messages[::-1] %}
          {%- set index = (messages|length - 1) - loop.index0 %}
          {%- if ns.looking and message.role == "user" \
      and not message.content.startswith('<tool_response>') %}
              {%- set ns.looking = false %}
              {%- set ns.asked = index %}
          {%- endif %}
      {%- endfor %}
      {%- for message in messages %}
          {%- if message.role == "user" %}
              {{- '<|im_start|>user\\n' + message.content + '<|im_end|>\\n' }}
          {%- elif message.role == "assistant" %}
              {%- set said = message.content %}
              {%- if '</think>' in said and loop.index0 <= ns.asked %}
                  {%- set said = said.split('</think>')[-1].lstrip('\\n') %}
              {%- endif %}
              {{- '<|im_start|>assistant\\n' + said + '<|im_end|>\\n' }}
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}
          {{- '<|im_start|>assistant\\n' }}
          {%- if enable_thinking is defined and enable_thinking is false %}
              {{- '<think>\\n\\n</think>\\n\\n' }}
          {%- endif %}
      {%- endif %}
      """;

  private SomeTemplates() {}
}
