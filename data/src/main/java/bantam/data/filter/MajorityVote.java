package bantam.data.filter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Self-consistency: the answer that was given most often, the one given first at a tie.
 *
 * @see <a href="https://arxiv.org/abs/2203.11171">Wang et al. 2023, section 2</a>, the unweighted
 *     vote of table 1
 */
final class MajorityVote implements Filter {
  @Override
  public List<String> apply(List<String> answers, List<String> offered) {
    Map<String, Integer> votes = new LinkedHashMap<>();
    answers.forEach(answer -> votes.merge(answer, 1, Integer::sum));
    String most = answers.get(0);
    for (Map.Entry<String, Integer> vote : votes.entrySet()) {
      most = vote.getValue() > votes.get(most) ? vote.getKey() : most;
    }
    return List.of(most);
  }
}
