-- KEYS: lease.  ARGV: token.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return {'refused'}
end
redis.call('DEL', KEYS[1])
return {'ok'}
