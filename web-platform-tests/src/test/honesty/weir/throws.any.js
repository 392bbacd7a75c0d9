test(() => {}, 'before');
throw new RangeError('on purpose');
