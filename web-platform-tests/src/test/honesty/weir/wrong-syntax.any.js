test(() => {}, 'never parsed'
