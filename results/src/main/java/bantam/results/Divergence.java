package bantam.results;

/** How far a model is from its base on a choice, or on a window of a text. */
public record Divergence(
    @Column("id of the run") String run,
    @Column("name of the task, or of the held-out text") String task,
    @Column("the item's id within its task, or the document's index") String item,
    @Column("index of the choice, from 0") int choice,
    @Column("index of the window, from 0, where a text is cut into several") int window,
    @Column(value = "tokens that both predicted", unit = "tokens") int tokens,
    @Column(value = "sum of KL(base || model) over them", unit = "nats") double nats,
    @Column(value = "those whose likeliest next token is the same", unit = "tokens") int agreed,
    @Column(value = "log-likelihood by the base", unit = "nats") double baseLogLikelihood,
    @Column("whether greedy decoding by the base gives it") boolean baseGreedy,
    @Column(value = "log-likelihood by the model in the same pass", unit = "nats")
        double logLikelihood,
    @Column("whether greedy decoding by the model gives it") boolean greedy)
    implements Row {}
