// Node filters: a function, or an object whose acceptNode is looked up each time.
kernel.acceptNode = (filter, node) => {
    if (typeof filter === 'function') {
        return toInteger(reflectApply(filter, undefined, [node]), 16, false);
    }
    const { acceptNode } = filter;
    return toInteger(reflectApply(toFunction(acceptNode, "the filter's acceptNode"), filter, [node]), 16, false);
};
