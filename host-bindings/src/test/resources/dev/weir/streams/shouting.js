/** Hands text to a transformer in Java, and enqueues its length from here. */
kernel.shout = (target, chunk, t) => {
    const text = `${chunk}`;
    target.shout(text);
    transformEnqueue(t, text.length);
    return target.pause() ?? undefined;
};
