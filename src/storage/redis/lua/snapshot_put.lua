-- KEYS: epoch, head, log, snapshot.  ARGV: incarnation, sequence, hash, schema, bytes.
local incarnation = redis.call('HGET', KEYS[1], 'inc')
local head = redis.call('HMGET', KEYS[2], 'v', 'h')
if not incarnation or not head[1] then
    return {'gone'}
end
if incarnation ~= ARGV[1] then
    return {'incarnation', incarnation}
end
local seq = tonumber(head[1])
local offered = tonumber(ARGV[2])
if offered > seq or hash_at(KEYS[3], seq, head[2], offered) ~= ARGV[3] then
    return {'foreign'}
end
local stored = redis.call('HMGET', KEYS[4], 'inc', 'v', 'h', 'schema')
if stored[1] == incarnation then
    local at = tonumber(stored[2])
    local newer = at > offered or (at == offered and tonumber(stored[4]) >= tonumber(ARGV[4]))
    if newer and at <= seq and hash_at(KEYS[3], seq, head[2], at) == stored[3] then
        return {'older'}
    end
end
redis.call('HSET', KEYS[4], 'inc', ARGV[1], 'v', ARGV[2], 'h', ARGV[3], 'schema', ARGV[4],
    'b', ARGV[5])
return {'stored'}
