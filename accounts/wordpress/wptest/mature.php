<?php
// Lets the moments of the posts that the site in the folder given keeps for an author pass, and does what a visit does then.
// Run by hand as: php mature.php FOLDER AUTHOR

$_SERVER['HTTP_HOST'] = parse_url(getenv('PARVIS_SITE'), PHP_URL_HOST) . ':' . parse_url(getenv('PARVIS_SITE'), PHP_URL_PORT);
require $argv[1] . '/wp-load.php';
$kept = get_posts(array('author' => (int) $argv[2], 'post_status' => 'future', 'numberposts' => -1));
foreach ($kept as $post) {
	$past = time() - 60;
	$wpdb->update($wpdb->posts, array('post_date' => wp_date('Y-m-d H:i:s', $past), 'post_date_gmt' => gmdate('Y-m-d H:i:s', $past)), array('ID' => $post->ID));
	clean_post_cache($post->ID);
	check_and_publish_future_post($post->ID);
}
echo count($kept), "\n";
